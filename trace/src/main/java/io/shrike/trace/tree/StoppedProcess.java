package io.shrike.trace.tree;

import io.shrike.linux.libc.Errno;
import io.shrike.model.Ancestor;
import io.shrike.model.ByteString;
import io.shrike.model.Field;
import io.shrike.model.ProcessRef;
import io.shrike.model.ProcessView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The process of the current stop. Reused for every stop; what it read of /proc is kept until the next. */
public final class StoppedProcess implements ProcessView {
    private final ProcessFacts facts;
    private final ProcessTable table;
    private int tid;
    private boolean lookedUp;
    private @Nullable TrackedProcess process;
    private ProcessFacts.@Nullable Identity identity;

    public StoppedProcess(ProcessFacts facts, ProcessTable table) {
        this.facts = facts;
        this.table = table;
    }

    /** Turns to the thread of another stop. */
    public void target(int tid) {
        this.tid = tid;
        lookedUp = false;
        process = null;
        identity = null;
    }

    /** The table's entry, looked up when first asked for; null when the thread is already gone. */
    public @Nullable TrackedProcess tracked() {
        if (!lookedUp) {
            process = table.of(tid);
            lookedUp = true;
        }
        return process;
    }

    @Override
    public int pid() {
        TrackedProcess known = tracked();
        return known == null ? tid : known.pid();
    }

    @Override
    public int tid() {
        return tid;
    }

    @Override
    public int ppid() {
        ProcessFacts.Identity now = identity();
        if (now.readable()) {
            return now.ppid();
        }
        TrackedProcess known = tracked();
        return known == null ? 0 : known.parentPid();
    }

    @Override
    public Field<ByteString> executable() {
        TrackedProcess known = tracked();
        return known == null ? Field.unreadable("ESRCH") : known.program(facts).executable();
    }

    @Override
    public Field<List<ByteString>> arguments() {
        TrackedProcess known = tracked();
        return known == null ? Field.unreadable("ESRCH") : known.program(facts).arguments();
    }

    @Override
    public Field<Integer> uid() {
        ProcessFacts.Identity now = identity();
        return now.readable() ? Field.known(now.uid()) : Field.unreadable(Errno.name(now.errno()));
    }

    @Override
    public Field<Integer> gid() {
        ProcessFacts.Identity now = identity();
        return now.readable() ? Field.known(now.gid()) : Field.unreadable(Errno.name(now.errno()));
    }

    private ProcessFacts.Identity identity() {
        ProcessFacts.Identity known = identity;
        if (known == null) {
            known = facts.identity(tid);
            identity = known;
        }
        return known;
    }

    @Override
    public Field<ByteString> cwd() {
        return facts.cwd(tid);
    }

    @Override
    public Field<Instant> startTime() {
        TrackedProcess known = tracked();
        return known == null ? Field.unreadable("ESRCH") : facts.startTime(known.startTicks());
    }

    @Override
    public List<Ancestor> ancestors() {
        TrackedProcess known = tracked();
        return known == null ? List.of() : known.ancestors(facts);
    }

    @Override
    public ProcessRef snapshot() {
        return new ProcessRef(
                pid(), tid, ppid(), executable(), arguments(), uid(), gid(), cwd(), startTime(), ancestors());
    }
}
