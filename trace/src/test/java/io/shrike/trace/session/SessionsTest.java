package io.shrike.trace.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.Activity;
import io.shrike.model.Ancestor;
import io.shrike.model.ByteString;
import io.shrike.model.Field;
import io.shrike.model.ProcessRef;
import io.shrike.model.ProgramFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final int SENSOR = 5;
    private static final int LAUNCHER_FILTERS = 1;
    private static final int WATCHED = LAUNCHER_FILTERS + 1;
    private static final int MILLIS = 100;

    private final FakeProcesses processes = new FakeProcesses();
    private final List<String> told = new ArrayList<>();
    private final Sessions sessions = sessions(true);
    private long now;

    private Sessions sessions(boolean launcherIsFirst) {
        int launcher = launcherIsFirst ? 1 : 7;
        return new Sessions(
                new SessionScope.Whole(SENSOR, launcher, launcherIsFirst, LAUNCHER_FILTERS),
                processes,
                (activity, process) -> told.add(line(activity, process)));
    }

    private static String line(Activity activity, ProcessRef process) {
        String who = " " + process.pid() + " of "
                + process.ancestors().stream().map(Ancestor::pid).toList();
        return switch (activity) {
            case Activity.SessionActivity(String _, Optional<Activity.Sighting> sighting) ->
                sighting.orElseThrow().step() + " " + sighting.orElseThrow().leader() + who;
            case Activity.ExecActivity exec ->
                process.executable() + " runs "
                        + exec.program().path().asOptional().orElseThrow() + who;
            default -> throw new AssertionError(activity);
        };
    }

    private List<String> look() {
        return look(sessions);
    }

    private List<String> look(Sessions at) {
        told.clear();
        now += MILLIS * 1_000_000L;
        at.look(now, MILLIS);
        return List.copyOf(told);
    }

    private static String runs(String program, int pid, Integer... ancestors) {
        return Field.unreadable("NOT_SEEN") + " runs " + program + " " + pid + " of " + List.of(ancestors);
    }

    private static String ranBefore(String before, String program, int pid) {
        return Field.known(ByteString.utf8(before)) + " runs " + program + " " + pid + " of []";
    }

    @Test
    void tellsOfWhoHasNoParentAndOfItsProcesses() {
        processes.start(20, 0, "/bin/sh", LAUNCHER_FILTERS);
        assertThat(look()).containsExactly("ENTERED 20 20 of []", runs("/bin/sh", 20));
        processes.start(21, 20, "/bin/ls", LAUNCHER_FILTERS);
        processes.start(22, 21, "/bin/cat", LAUNCHER_FILTERS);
        assertThat(look())
                .containsExactly(
                        "PROCESS 20 21 of [20]",
                        runs("/bin/ls", 21, 20),
                        "PROCESS 20 22 of [21, 20]",
                        runs("/bin/cat", 22, 21, 20));
        assertThat(look()).isEmpty();
    }

    @Test
    void saysNothingOfTheWatchersAndOfWhomTheyLaunch() {
        processes.start(1, 0, "/shim", LAUNCHER_FILTERS);
        processes.start(SENSOR, 1, "/java", LAUNCHER_FILTERS);
        processes.start(6, SENSOR, "/helper", LAUNCHER_FILTERS);
        processes.start(10, 1, "/app", WATCHED);
        processes.start(11, 10, "/worker", WATCHED);
        assertThat(look()).isEmpty();
        processes.end(10);
        processes.start(12, 1, "/daemon", WATCHED);
        processes.start(13, 1, "/shim", LAUNCHER_FILTERS);
        assertThat(look()).isEmpty();
    }

    @Test
    void knowsWhoWasLeftBehindBySomebodyFromOutside() {
        processes.start(30, 1, "/bin/sleep", LAUNCHER_FILTERS);
        assertThat(look()).containsExactly("ENTERED 30 30 of []", runs("/bin/sleep", 30));
    }

    @Test
    void belowAnotherInitOnlyWhoHasNoParentIsFromOutside() {
        Sessions below = sessions(false);
        processes.start(1, 0, "/tini", LAUNCHER_FILTERS);
        processes.start(7, 1, "/shim", LAUNCHER_FILTERS);
        processes.start(30, 1, "/bin/sleep", LAUNCHER_FILTERS);
        assertThat(look(below)).isEmpty();
        processes.start(40, 0, "/bin/sh", 0);
        processes.start(41, 40, "/bin/ls", 0);
        assertThat(look(below)).hasSize(4);
    }

    @Test
    void staysWithAProcessWhoseParentEnds() {
        processes.start(20, 0, "/bin/sh", LAUNCHER_FILTERS);
        processes.start(21, 20, "/bin/sleep", LAUNCHER_FILTERS + 3);
        look();
        processes.end(20);
        processes.reparent(21, 1);
        processes.start(22, 21, "/bin/ls", LAUNCHER_FILTERS + 3);
        assertThat(look()).containsExactly("PROCESS 20 22 of [21, 20]", runs("/bin/ls", 22, 21, 20));
    }

    @Test
    void findsTheParentThatHasTheHigherNumber() {
        processes.start(900, 0, "/bin/sh", LAUNCHER_FILTERS);
        processes.start(3, 900, "/bin/ls", LAUNCHER_FILTERS);
        assertThat(look())
                .containsExactly(
                        "ENTERED 900 900 of []",
                        runs("/bin/sh", 900),
                        "PROCESS 900 3 of [900]",
                        runs("/bin/ls", 3, 900));
    }

    @Test
    void tellsOfAnotherProgramInAProcess() {
        processes.start(20, 0, "/bin/sh", LAUNCHER_FILTERS);
        look();
        processes.exec(20, "/bin/ls");
        assertThat(look()).containsExactly("PROGRAM 20 20 of []", ranBefore("/bin/sh", "/bin/ls", 20));
        processes.exec(20, "/bin/ls");
        assertThat(look()).containsExactly("PROGRAM 20 20 of []", ranBefore("/bin/ls", "/bin/ls", 20));
    }

    @Test
    void waitsForTheProgramOfAProcessThatOnlyForked() {
        processes.fork(20, 0, "/usr/bin/runc", LAUNCHER_FILTERS);
        assertThat(look()).isEmpty();
        processes.exec(20, "/bin/sh");
        assertThat(look()).containsExactly("ENTERED 20 20 of []", ranBefore("/usr/bin/runc", "/bin/sh", 20));
    }

    @Test
    void tellsOfAForkThatRunsNothingOfItsOwnAfterAWhileOrAtItsEnd() {
        processes.fork(20, 0, "/bin/sh", LAUNCHER_FILTERS);
        assertThat(look()).isEmpty();
        assertThat(look()).isEmpty();
        assertThat(look()).isEmpty();
        assertThat(look()).containsExactly("ENTERED 20 20 of []");
        processes.fork(21, 20, "/bin/sh", LAUNCHER_FILTERS);
        assertThat(look()).isEmpty();
        processes.end(21);
        assertThat(look()).containsExactly("PROCESS 20 21 of [20]");
        processes.fork(22, 20, "/bin/sh", LAUNCHER_FILTERS);
        assertThat(look()).isEmpty();
        sessions.end();
        assertThat(told).containsExactly("PROCESS 20 22 of [20]");
    }

    @Test
    void takesAReusedNumberForAnotherProcess() {
        processes.start(20, 0, "/bin/sh", LAUNCHER_FILTERS);
        look();
        processes.start(20, 1, "/app", WATCHED);
        assertThat(look()).isEmpty();
        processes.exec(20, "/other");
        assertThat(look()).isEmpty();
    }

    @Test
    void listsOnlyWhenANumberWasGivenOutOrTheListIsOld() {
        processes.start(20, 0, "/bin/sh", LAUNCHER_FILTERS);
        look();
        look();
        look();
        assertThat(processes.lists).isEqualTo(1);
        processes.start(21, 20, "/bin/ls", LAUNCHER_FILTERS);
        look();
        assertThat(processes.lists).isEqualTo(2);
        processes.lastPidKnown = false;
        look();
        assertThat(processes.lists).isEqualTo(3);
        processes.lastPidKnown = true;
        for (int i = 0; i < 7; i++) {
            look();
        }
        assertThat(processes.lists).isEqualTo(5);
    }

    private static final class FakeProcesses implements ProcessList {
        private final Map<Integer, Glance> running = new TreeMap<>();
        private final Map<Integer, Integer> filters = new TreeMap<>();
        private int last;
        private int ticks;
        private int lists;
        private boolean lastPidKnown = true;

        void start(int pid, int ppid, String program, int filterCount) {
            ticks++;
            put(pid, ppid, program, false, ticks, ticks);
            filters.put(pid, filterCount);
            last = pid;
        }

        void fork(int pid, int ppid, String program, int filterCount) {
            start(pid, ppid, program, filterCount);
            put(pid, ppid, program, true, ticks, ticks);
        }

        void exec(int pid, String program) {
            Glance before = glance(pid).orElseThrow();
            put(pid, before.ppid(), program, false, before.startTicks(), ++ticks);
        }

        void reparent(int pid, int ppid) {
            Glance before = glance(pid).orElseThrow();
            running.put(
                    pid,
                    new Glance(
                            pid,
                            ppid,
                            before.startTicks(),
                            before.onlyForked(),
                            false,
                            before.executable(),
                            before.mark()));
        }

        void end(int pid) {
            running.remove(pid);
        }

        private void put(int pid, int ppid, String program, boolean forked, long start, long mark) {
            running.put(pid, new Glance(pid, ppid, start, forked, false, Field.known(ByteString.utf8(program)), mark));
        }

        @Override
        public int[] processes() {
            lists++;
            return running.keySet().stream().mapToInt(Integer::intValue).toArray();
        }

        @Override
        public int lastPid() {
            return lastPidKnown ? last : -1;
        }

        @Override
        public Optional<Glance> glance(int pid) {
            return Optional.ofNullable(running.get(pid));
        }

        @Override
        public int filters(int pid) {
            return filters.getOrDefault(pid, -1);
        }

        @Override
        public ProcessRef describe(Glance glance, List<Ancestor> ancestors) {
            return new ProcessRef(
                    glance.pid(),
                    glance.pid(),
                    glance.ppid(),
                    glance.executable(),
                    Field.known(List.of()),
                    Field.known(0),
                    Field.known(0),
                    Field.unreadable("ENOENT"),
                    Field.unreadable("ENOENT"),
                    ancestors);
        }

        @Override
        public ProgramFile program(Glance glance) {
            return new ProgramFile(glance.executable(), false, false, 0, 0);
        }
    }
}
