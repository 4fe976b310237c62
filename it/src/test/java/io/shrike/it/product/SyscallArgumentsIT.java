package io.shrike.it.product;

import static io.shrike.it.harness.EventMatcher.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shrike.it.harness.Command;
import io.shrike.it.harness.Fixtures;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Watched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules on the registers of calls that other sections decode. */
class SyscallArgumentsIT {
    @TempDir(factory = OpenDirectory.class)
    Path directory;

    private Watched run(String rules, String... command) {
        return ShrikeRun.of(Command.of(directory, command)).policyText(rules).run();
    }

    @Test
    void tellsOneEventOfAnOpenThatMeetsRulesOfBothKinds() throws IOException {
        Path file = Files.writeString(directory.resolve("plain"), "x");
        Watched watched = run("""
                fileIntegrityMonitoring:
                  paths: [{path: %s, events: [write]}]
                syscallFiltering:
                  rules:
                    - syscalls: [openat]
                      args: [{index: 2, operator: allBits, values: [0x401]}]
                      severity: high
                """.formatted(file), "sh", "-c", "echo y >>plain; echo y >>other; echo y >plain");
        watched.check()
                .containsExactly(
                        1,
                        event("file_change")
                                .with("severity", "high")
                                .having("file.flags", "O_APPEND")
                                .havingMember("rules", "rule", "fileIntegrityMonitoring.paths[0]")
                                .havingMember("rules", "rule", "syscallFiltering.rules[0]"))
                .containsExactly(2, event("file_change"))
                .containsExactly(
                        1,
                        event("syscall")
                                .with("file.syscall", "openat")
                                .havingMember("rules", "rule", "syscallFiltering.rules[0]"));
    }

    @Test
    void comparesTheArgumentsOfMappings() {
        Watched watched = run("""
                softwareInstallation:
                  dynamicLibraries: {paths: ["/**"]}
                syscallFiltering:
                  rules:
                    - syscalls: [mmap]
                      args: [{index: 2, operator: allBits, values: [PROT_EXEC]}]
                    - syscalls: [mmap]
                      args: [{index: 2, operator: equal, values: [0x100000]}]
                """, "/bin/true");
        watched.check()
                .contains(event("syscall").havingMember("rules", "rule", "syscallFiltering.rules[0]"))
                .containsNone(event("syscall").havingMember("rules", "rule", "syscallFiltering.rules[1]"));
    }

    /** The rule about PR_SET_SECCOMP is one of the built-in policy that is the default. */
    @Test
    void leavesInTheKernelWhatNoConditionAsksFor() {
        assumeTrue(Fixtures.exists("thread_names"), "thread_names cannot be built here");
        long names = 2000;
        Command command = Command.of(directory, Fixtures.path("thread_names").toString(), Long.toString(names))
                .withEnvironment("MONITORING_MODE", "balanced");
        Watched watched = ShrikeRun.of(command).run();
        watched.check()
                .containsExactly(1, event("syscall").with("syscall.name", "prctl"))
                .contains(event("syscall").with("syscall.details.option", "PR_SET_SECCOMP"));
        long seen = watched.events().getLast().number("status.seen").orElseThrow();
        assertThat(seen).isBetween(1L, names / 10);
    }

    @Test
    void comparesTheRequestOfADebugger() {
        assumeTrue(Fixtures.exists("debugger"), "debugger cannot be built here");
        run("""
                syscallFiltering:
                  rules:
                    - syscalls: [ptrace]
                      args: [{index: 0, values: [PTRACE_ATTACH, PTRACE_SEIZE]}]
                """, Fixtures.path("debugger").toString())
                .check()
                .contains(event("syscall").with("syscall.name", "ptrace"));
    }
}
