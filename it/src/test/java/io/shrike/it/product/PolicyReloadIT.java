package io.shrike.it.product;

import static io.shrike.it.harness.EventMatcher.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.it.harness.Command;
import io.shrike.it.harness.Json;
import io.shrike.it.harness.LiveEvents;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Watched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy that changes while a program runs: the new one takes effect whole, a broken one not at all. */
class PolicyReloadIT {
    private static final String READ_UNTIL_STOPPED =
            "while [ ! -e stop ]; do cat first second >/dev/null; sleep 0.02; done";

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    @BeforeEach
    void files() throws IOException {
        Files.writeString(directory.resolve("first"), "1");
        Files.writeString(directory.resolve("second"), "2");
    }

    /** A policy of this name about opens for reading of the file of this name, with rules on calls. */
    private String policy(String name, String file, String more) {
        return """
                apiVersion: security.qualys.com/v1
                kind: TracingPolicy
                metadata: {name: %s}
                fileIntegrityMonitoring:
                  paths: [{path: %s, events: [open]}]
                %s
                """.formatted(name, directory.resolve(file), more);
    }

    private Path write(String file, String policy) throws IOException {
        return Files.writeString(directory.resolve(file), policy);
    }

    private static ShrikeRun.Live start(Path policy, Path directory) {
        return ShrikeRun.of(Command.shell(directory, READ_UNTIL_STOPPED))
                .policy(policy)
                .start();
    }

    private Watched stop(ShrikeRun.Live live) throws IOException {
        Files.createFile(directory.resolve("stop"));
        return live.finish();
    }

    private static Set<String> policiesOf(Json event) {
        return event.items("rules").stream()
                .map(rule -> rule.text("policy").orElse("?"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void takesANewPolicyWhileTheProgramRuns() throws IOException {
        Path policy = write("policy.yaml", policy("old", "first", ""));
        ShrikeRun.Live live = start(policy, directory);
        LiveEvents events = new LiveEvents(live);
        events.await("file_access", 3);
        write("policy.yaml", policy("new", "second", ""));
        events.await("policy_loaded", 2);
        long before = events.count("\"new\"");
        events.await("file_access", (int) events.count("\"file_access\"") + 5);
        assertThat(events.count("\"new\"")).isGreaterThan(before);
        Watched watched = stop(live);
        watched.check()
                .contains(event("policy_loaded").having("policy.names", "old"))
                .contains(event("policy_loaded")
                        .having("policy.names", "new")
                        .with("policy.source", "--policy " + policy)
                        .where("policy.restartRequired", "is empty", value -> value.equals(new Json.Array(List.of()))));
        watched.ofType("file_access").forEach(event -> {
            boolean first = event.text("file.path").orElse("").endsWith("/first");
            assertThat(policiesOf(event)).containsExactly(first ? "old" : "new");
        });
    }

    @Test
    void followsTheSwapOfAMountedConfigMap() throws IOException {
        for (String name : List.of("old", "new")) {
            Files.createDirectory(directory.resolve("..v-" + name));
            write("..v-" + name + "/policy.yaml", policy(name, name.equals("old") ? "first" : "second", ""));
        }
        Files.createSymbolicLink(directory.resolve("..data"), Path.of("..v-old"));
        Path policy = Files.createSymbolicLink(directory.resolve("policy.yaml"), Path.of("..data/policy.yaml"));
        ShrikeRun.Live live = start(policy, directory);
        LiveEvents events = new LiveEvents(live);
        events.await("file_access", 3);
        Path next = Files.createSymbolicLink(directory.resolve("..data_tmp"), Path.of("..v-new"));
        Files.move(next, directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        events.await("policy_loaded", 2);
        events.await("file_access", (int) events.count("\"file_access\"") + 5);
        stop(live)
                .check()
                .contains(event("file_access")
                        .with("file.path", directory.resolve("second").toString())
                        .havingMember("rules", "policy", "new"));
    }

    @Test
    void keepsTheOldPolicyWhenTheNewOneIsBroken() throws IOException {
        Path policy = write("policy.yaml", policy("old", "first", ""));
        ShrikeRun.Live live = start(policy, directory);
        LiveEvents events = new LiveEvents(live);
        events.await("file_access", 3);
        write("policy.yaml", policy("new", "second", "").replace("events:", "evnts:"));
        events.await("policy_error", 1);
        events.await("file_access", (int) events.count("\"file_access\"") + 5);
        write("policy.yaml", policy("old", "first", ""));
        events.await("policy_loaded", 2);
        Watched watched = stop(live);
        assertThat(watched.ofType("policy_error"))
                .singleElement()
                .satisfies(error -> assertThat(error.text("policy.problems[0]").orElse(""))
                        .matches(".*/policy\\.yaml:5:\\d+: .*did you mean events\\?.*"));
        assertThat(watched.ofType("file_access"))
                .allSatisfy(event -> assertThat(policiesOf(event)).containsExactly("old"));
    }

    @Test
    void saysWhichCallsTheInstalledFilterDoesNotShow() throws IOException {
        Path policy = write("policy.yaml", policy("old", "first", ""));
        ShrikeRun.Live live = start(policy, directory);
        LiveEvents events = new LiveEvents(live);
        events.await("file_access", 1);
        write("policy.yaml", policy("new", "second", "syscallFiltering:\n  rules: [{syscalls: [ptrace, openat]}]"));
        events.await("policy_loaded", 2);
        stop(live)
                .check()
                .contains(event("policy_loaded")
                        .having("policy.names", "new")
                        .having("policy.restartRequired", "ptrace")
                        .having("policy.restartRequired", "openat"));
    }

    @Test
    void needsNoRestartForCallsThatTheOperatorAllowed() throws IOException {
        String allowed = "syscallFiltering:\n  tracedSyscalls: [open, ptrace, mkdir]";
        String writes = policy("old", "first", allowed).replace("[open]}", "[write]}");
        ShrikeRun.Live live = start(write("policy.yaml", writes), directory);
        LiveEvents events = new LiveEvents(live);
        events.await("policy_loaded", 1);
        write("policy.yaml", policy("new", "second", allowed));
        events.await("file_access", 3);
        stop(live)
                .check()
                .contains(event("policy_loaded")
                        .having("policy.names", "new")
                        .where("policy.restartRequired", "is empty", value -> value.equals(new Json.Array(List.of()))));
    }

    @Test
    void neverDecidesByHalfAPolicyWhileThreadsOpenFiles() throws IOException {
        String both = "processExecution:\n  trackedExecutables: [{name: none}]";
        Path policy = write("policy.yaml", policy("a", "**", both) + "---\n" + policy("a2", "**", both));
        ShrikeRun.Live live =
                ShrikeRun.of(Command.shell(directory, """
                        for i in 1 2 3 4; do
                          (while [ ! -e stop ]; do while read -r l; do :; done <first; done) &
                        done
                        wait
                        """)).policy(policy).start();
        LiveEvents events = new LiveEvents(live);
        events.await("file_access", 10);
        for (int reload = 0; reload < 3; reload++) {
            String name = reload % 2 == 0 ? "b" : "a";
            write("policy.yaml", policy(name, "**", both) + "---\n" + policy(name + "2", "**", both));
            events.await("policy_loaded", reload + 2);
        }
        Watched watched = stop(live);
        Set<Set<String>> seen = watched.ofType("file_access").stream()
                .map(PolicyReloadIT::policiesOf)
                .collect(Collectors.toSet());
        assertThat(seen).containsExactlyInAnyOrder(Set.of("a", "a2"), Set.of("b", "b2"));
    }
}
