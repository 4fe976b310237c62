package io.shrike.trace.session;

import io.shrike.model.Ancestor;
import io.shrike.model.ProcessRef;
import io.shrike.trace.session.ProcessList.Glance;
import java.util.ArrayList;
import java.util.List;

/** A process of a session, and what was told of it. Owned by the thread that looks. */
final class Member {
    private static final int MOST_ANCESTORS = 64;

    private final int leader;
    private final List<Ancestor> ancestors;
    private final long firstSeen;
    private Glance glance;
    private ProcessRef described;
    private boolean told;

    Member(int leader, List<Ancestor> ancestors, long firstSeen, Glance glance, ProcessRef described) {
        this.leader = leader;
        this.ancestors = List.copyOf(ancestors);
        this.firstSeen = firstSeen;
        this.glance = glance;
        this.described = described;
    }

    int leader() {
        return leader;
    }

    boolean isLeader() {
        return leader == glance.pid();
    }

    List<Ancestor> ancestors() {
        return ancestors;
    }

    long firstSeen() {
        return firstSeen;
    }

    Glance glance() {
        return glance;
    }

    ProcessRef described() {
        return described;
    }

    boolean told() {
        return told;
    }

    void markTold() {
        told = true;
    }

    void runs(Glance now, ProcessRef as) {
        glance = now;
        described = as;
    }

    /** The ancestors of its children: itself first. */
    List<Ancestor> lineage() {
        List<Ancestor> line = new ArrayList<>();
        line.add(new Ancestor(glance.pid(), described.executable(), described.arguments()));
        line.addAll(ancestors.subList(0, Math.min(ancestors.size(), MOST_ANCESTORS - 1)));
        return line;
    }
}
