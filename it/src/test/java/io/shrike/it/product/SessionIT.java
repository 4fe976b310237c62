package io.shrike.it.product;

import static io.shrike.it.harness.EventMatcher.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.it.harness.Command;
import io.shrike.it.harness.Ending;
import io.shrike.it.harness.EventMatcher;
import io.shrike.it.harness.Host;
import io.shrike.it.harness.Json;
import io.shrike.it.harness.LiveEvents;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.OutsideCommand;
import io.shrike.it.harness.RuncBundle;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Watched;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that enter the container from outside, as exec of a container runtime makes. */
class SessionIT {
    private static final String SLEEPS = """
            processExecution:
              trackedExecutables:
                - name: sleep
                  severity: high
                  action: block
                  captureArgs: true
            actions:
              block:
                enabled: true
            """;

    private static final String NAMESPACE = "unshare --pid --fork --kill-child --mount-proc";

    private static final String UNTIL_TOLD = "read line <end";

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    @BeforeEach
    void needsWhatMakesNamespaces() {
        Host.needsRoot();
        Host.needs("unshare");
        Host.needs("nsenter");
        Host.needs("mkfifo");
        outside().run("mkfifo", "-m", "666", "end");
    }

    private OutsideCommand outside() {
        return new OutsideCommand(directory);
    }

    private ShrikeRun asFirst(boolean root, String policy) {
        if (!root) {
            Host.needsReachableRepository();
            Host.needs("setpriv");
        }
        List<String> wrapper = new ArrayList<>(List.of(NAMESPACE.split(" ")));
        if (!root) {
            String user = Integer.toString(Host.ORDINARY_USER);
            wrapper.addAll(List.of("setpriv", "--reuid", user, "--regid", user, "--clear-groups"));
        }
        Command command = Command.shell(directory, UNTIL_TOLD).wrappedIn(wrapper.toArray(String[]::new));
        return ShrikeRun.of(command).policyText(policy);
    }

    private static String quiet() {
        return "processExecution:\n  trackedExecutables:\n    - name: nobody-runs-this\n";
    }

    /** Has {@code script} run in the namespace of a watch under way, as nsenter of container runtimes does. */
    private void enter(ShrikeRun.Live live, int uid, String... line) {
        new LiveEvents(live).await("policy_loaded", 1);
        outside().inNamespaceBelow(live.launch().pid(), uid, line);
    }

    private Watched end(ShrikeRun.Live live) {
        outside().run("sh", "-c", "echo >end");
        return live.finish();
    }

    private static EventMatcher session(String step, String program) {
        return event("session")
                .with("session.step", step)
                .with("session.seenBy", "scan")
                .with("process.name", program);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsOfASessionAndOfItsCommands(boolean root) {
        ShrikeRun.Live live = asFirst(root, quiet()).start();
        int id = root ? 0 : Host.ORDINARY_USER;
        enter(live, id, "bash", "-c", "sleep 0.41; sleep 0.42; exec sleep 0.43");
        Watched watched = end(live);
        watched.check()
                .contains(
                        session("entered", "bash")
                                .with("process.ppid", 0)
                                .with("process.uid", id)
                                .having("process.arguments", "sleep 0.41; sleep 0.42; exec sleep 0.43"),
                        session("process", "sleep").having("process.arguments", "0.41"),
                        session("process", "sleep")
                                .having("process.arguments", "0.42")
                                .matching("process.ancestors[0].executable", ".*/bash"),
                        session("program", "sleep").having("process.arguments", "0.43"))
                .containsNone(event("session").with("process.ppid", 1));
        assertThat(watched.ofType("session"))
                .extracting(told -> told.number("session.leader"))
                .containsOnly(watched.ofType("session").getFirst().number("process.pid"));
        Json entered = watched.ofType("session").getFirst();
        assertThat(Duration.between(at(entered, "process.startTime"), at(entered, "timestamp")))
                .isLessThan(Duration.ofSeconds(1));
    }

    private static String[] words(String[] first, String... more) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static Instant at(Json event, String path) {
        return Instant.parse(event.text(path).orElseThrow());
    }

    @Test
    void rulesOnProgramsHoldInSessionsButStopNothing() {
        ShrikeRun.Live live = asFirst(true, SLEEPS).start();
        enter(live, 0, "sleep", "0.6");
        Watched watched = end(live);
        watched.check()
                .contains(
                        session("entered", "sleep").with("severity", "medium"),
                        event("process_execution")
                                .with("process.name", "sleep")
                                .having("process.arguments", "0.6")
                                .with("severity", "high")
                                .with("outcome", "failed_to_block")
                                .with("execution.requestedPath.unreadable", "NOT_SEEN")
                                .matching("note", "found in /proc after it started.*"));
    }

    @Test
    void whatIsLeftBehindByASessionIsASessionStill() {
        ShrikeRun.Live live = asFirst(true, quiet()).start();
        enter(live, 0, "sh", "-c", "setsid sh -c 'sleep 0.2; exec sleep 0.8' & sleep 0.5");
        new LiveEvents(live).await("session", 5);
        Watched watched = end(live);
        watched.check().contains(event("session").with("process.name", "sleep").having("process.arguments", "0.8"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDaemonOfTheProgramIsNoSession(boolean root) {
        ShrikeRun.Live live = asFirst(root, quiet()).start();
        new LiveEvents(live).await("policy_loaded", 1);
        Watched watched = end(live);
        watched.check().containsNone(event("session"));
        Command daemons = Command.shell(
                        directory, "for i in 1 2 3; do (setsid sh -c 'sleep 0.7 & sleep 0.4' &) ; done; sleep 1")
                .wrappedIn(NAMESPACE.split(" "));
        ShrikeRun.of(daemons).policyText(quiet()).run().check().containsNone(event("session"));
    }

    @Test
    void belowASmallInitWhoHasNoParentIsASession() {
        Command command = Command.shell(directory, UNTIL_TOLD)
                .wrappedIn(words(
                        NAMESPACE.split(" "), "sh", "-c", "sleep 30 & \"$@\"; code=$?; kill $!; exit $code", "sh"));
        ShrikeRun.Live live = ShrikeRun.of(command).policyText(quiet()).start();
        enter(live, 0, "bash", "-c", "sleep 0.5; true");
        Watched watched = end(live);
        watched.check()
                .contains(session("entered", "bash").with("process.ppid", 0), session("process", "sleep"))
                .containsNone(event("session").having("process.arguments", "30"));
    }

    @Test
    void onAPlainMachineOtherProcessesAreNoSessions() {
        Watched watched = ShrikeRun.of(Command.shell(directory, "sleep 0.3"))
                .policyText(quiet())
                .run();
        watched.check()
                .containsNone(event("session"))
                .contains(event("sensor_status")
                        .where(
                                "status.notes",
                                "says that none are looked for",
                                notes -> notes.toString()
                                        .contains(
                                                "processes from outside are not looked for: the launcher is neither")));
    }

    @Test
    void tellsOfExecIntoAContainer() {
        Host.needs("runc");
        RuncBundle bundle = RuncBundle.make(directory);
        ShrikeRun.Live live = ShrikeRun.of(Command.shell(directory, UNTIL_TOLD).wrappedIn(bundle.run()))
                .policyText(quiet())
                .start();
        new LiveEvents(live).await("policy_loaded", 1);
        assertThat(outside().run(bundle.exec("bash", "-c", "sleep 0.5; exit 3")))
                .isEqualTo(new Ending.Exited(3));
        Watched watched = end(live);
        watched.check()
                .contains(
                        session("entered", "bash")
                                .with("process.ppid", 0)
                                .having("process.arguments", "sleep 0.5; exit 3"),
                        session("process", "sleep").with("process.ancestors[0].pid", leader(watched)));
    }

    private static long leader(Watched watched) {
        return watched.ofType("session").getFirst().number("session.leader").orElseThrow();
    }
}
