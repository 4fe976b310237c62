package io.shrike.trace.session;

import io.shrike.model.Activity;
import io.shrike.model.Activity.ExecActivity;
import io.shrike.model.Activity.SessionActivity;
import io.shrike.model.Activity.SessionStep;
import io.shrike.model.Activity.Sighting;
import io.shrike.model.ByteString;
import io.shrike.model.Field;
import io.shrike.model.ProcessRef;
import io.shrike.trace.session.ProcessList.Glance;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds processes from outside the launcher's tree, and follows each of them and what they start, by looking at /proc now and
 * again. Who has no parent in the namespace is from outside, and so are its children; where the launcher is the first process,
 * so is everybody without the filter that all whom it launches inherit. What starts and ends between two looks is not seen.
 *
 * <p>A process that was forked, and runs no program of its own yet, is told after {@link #FORKED_NANOS} or at its end: most
 * are about to run one. The list of processes is read only when the kernel gave out a number since the last look, and every
 * {@link #LIST_NANOS}. Owned by one thread.
 */
public final class Sessions {
    /** How long is waited for the program of a process that only forked. */
    static final long FORKED_NANOS = Duration.ofMillis(300).toNanos();

    /** The list is read at least so often, whatever the kernel says of the last number. */
    static final long LIST_NANOS = Duration.ofMillis(500).toNanos();

    private static final int FIRST_PROCESS = 1;

    private final SessionScope.Whole scope;
    private final ProcessList processes;
    private final SessionListener listener;
    private final Map<Integer, Member> members = new HashMap<>();
    private int[] listed = new int[0];
    private int lastPid = -1;
    private long listedAt;
    private boolean looked;
    private int intervalMillis;

    public Sessions(SessionScope.Whole scope, ProcessList processes, SessionListener listener) {
        this.scope = scope;
        this.processes = processes;
        this.listener = listener;
    }

    /** Looks once, at {@code now} of {@link System#nanoTime()}; {@code millis} after the look before, for the events. */
    public void look(long now, int millis) {
        intervalMillis = millis;
        List.copyOf(members.values()).forEach(member -> lookAgain(member, now));
        int last = processes.lastPid();
        if (looked && last >= 0 && last == lastPid && now - listedAt < LIST_NANOS) {
            return;
        }
        lastPid = last;
        listedAt = now;
        looked = true;
        int[] before = listed;
        listed = processes.processes();
        for (int pid : listed) {
            if (Arrays.binarySearch(before, pid) < 0 && !members.containsKey(pid)) {
                newcomer(pid, before, now);
            }
        }
    }

    /** Tells what was still waited with. */
    public void end() {
        members.values().forEach(this::tellOnce);
        members.clear();
    }

    private void lookAgain(Member member, long now) {
        Glance before = member.glance();
        Optional<Glance> found = processes
                .glance(before.pid())
                .filter(glance -> glance.startTicks() == before.startTicks() && !glance.zombie());
        if (found.isEmpty()) {
            tellOnce(member);
            members.remove(before.pid());
            return;
        }
        Glance glance = found.get();
        if (glance.mark() != before.mark() || !glance.executable().equals(before.executable())) {
            changed(member, glance);
        } else if (now - member.firstSeen() >= FORKED_NANOS) {
            tellOnce(member);
        }
    }

    /** What may be seen of a process changes with its rights too: then only other arguments tell of another program. */
    private void changed(Member member, Glance glance) {
        Glance before = member.glance();
        ProcessRef ran = member.described();
        ProcessRef runs = processes.describe(glance, member.ancestors());
        boolean sameSight = before.executable().asOptional().isPresent()
                == glance.executable().asOptional().isPresent();
        member.runs(glance, runs);
        if (sameSight || !runs.arguments().equals(ran.arguments())) {
            tell(member, member.told() ? SessionStep.PROGRAM : first(member), ran.executable());
        }
    }

    /** Parents come before their children, whatever their numbers are. */
    private void newcomer(int pid, int[] before, long now) {
        Optional<Glance> found = processes.glance(pid);
        if (found.isEmpty() || isOurs(found.get())) {
            return;
        }
        Glance glance = found.get();
        if (pid < glance.ppid()
                && Arrays.binarySearch(listed, glance.ppid()) >= 0
                && Arrays.binarySearch(before, glance.ppid()) < 0
                && !members.containsKey(glance.ppid())) {
            newcomer(glance.ppid(), before, now);
        }
        Optional<Member> parent = Optional.ofNullable(members.get(glance.ppid()));
        if (parent.isPresent()) {
            enter(glance, parent.get().leader(), parent, now);
        } else if (isLeader(glance)) {
            enter(glance, pid, Optional.empty(), now);
        }
    }

    private boolean isOurs(Glance glance) {
        int pid = glance.pid();
        return pid == FIRST_PROCESS
                || pid == scope.launcherPid()
                || pid == scope.sensorPid()
                || glance.ppid() == scope.sensorPid()
                || isOfLauncher(glance);
    }

    /** The launcher makes copies of itself, which have no filter either: one answers while there is no sensor. */
    private boolean isOfLauncher(Glance glance) {
        return glance.ppid() == scope.launcherPid()
                && glance.executable() instanceof Field.Known<ByteString> runs
                && processes
                        .glance(scope.launcherPid())
                        .filter(launcher -> launcher.executable().equals(runs))
                        .isPresent();
    }

    /** Without a parent here; or left behind by one from outside, and so without the launcher's filter. */
    private boolean isLeader(Glance glance) {
        if (glance.ppid() == 0) {
            return true;
        }
        if (!scope.launcherIsFirst()) {
            return false;
        }
        int filters = processes.filters(glance.pid());
        return filters >= 0 && filters <= scope.launcherFilters();
    }

    private void enter(Glance glance, int leader, Optional<Member> parent, long now) {
        var ancestors = parent.map(Member::lineage).orElse(List.of());
        Member member = new Member(leader, ancestors, now, glance, processes.describe(glance, ancestors));
        members.put(glance.pid(), member);
        if (!glance.onlyForked() || glance.zombie()) {
            tellOnce(member);
        }
    }

    private void tellOnce(Member member) {
        if (!member.told()) {
            tell(member, first(member), Field.unreadable("NOT_SEEN"));
        }
    }

    private static SessionStep first(Member member) {
        return member.isLeader() ? SessionStep.ENTERED : SessionStep.PROCESS;
    }

    private void tell(Member member, SessionStep step, Field<ByteString> ranBefore) {
        member.markTold();
        Sighting sighting = new Sighting(member.leader(), step, intervalMillis);
        listener.found(new SessionActivity("", Optional.of(sighting)), member.described());
        if (!member.glance().onlyForked() && !member.glance().zombie()) {
            listener.found(exec(member), before(member.described(), ranBefore));
        }
    }

    private Activity exec(Member member) {
        return new ExecActivity(
                "",
                Field.unreadable("NOT_SEEN"),
                processes.program(member.glance()),
                List.of(),
                member.described().arguments(),
                Field.unreadable("NOT_SEEN"));
    }

    /** The process as it was before it ran its program, as far as that was seen. */
    private static ProcessRef before(ProcessRef now, Field<ByteString> ran) {
        return new ProcessRef(
                now.pid(),
                now.tid(),
                now.ppid(),
                ran,
                now.arguments(),
                now.uid(),
                now.gid(),
                now.cwd(),
                now.startTime(),
                now.ancestors());
    }
}
