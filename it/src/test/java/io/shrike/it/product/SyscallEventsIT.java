package io.shrike.it.product;

import static io.shrike.it.harness.EventMatcher.event;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shrike.it.harness.Command;
import io.shrike.it.harness.EventMatcher;
import io.shrike.it.harness.Fixtures;
import io.shrike.it.harness.Host;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Watched;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that a rule names are reported by name; programs are reported as they are started. */
class SyscallEventsIT {
    @TempDir(factory = OpenDirectory.class)
    Path directory;

    /** The built-in policy that is the default needs no rule of anybody. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsByDefaultOfReachingIntoOthersAndOfFiltersOfOnesOwn(boolean root) {
        if (root) {
            Host.needsRoot();
        } else {
            Host.needsReachableRepository();
        }
        Command command = Command.shell(
                        directory, "%s; %s; exit 0".formatted(Fixtures.path("debugger"), Fixtures.path("own_filter")))
                .withEnvironment("MONITORING_MODE", "balanced");
        Watched watched = ShrikeRun.of(root ? command : command.asUser(Host.ORDINARY_USER))
                .run();
        watched.check()
                .contains(
                        call("ptrace", "high").with("syscall.details.request", "PTRACE_ATTACH"),
                        call("ptrace", "high").with("syscall.details.request", "PTRACE_SEIZE"),
                        call("process_vm_writev", "high"),
                        call("seccomp", "medium"),
                        call("prctl", "medium").with("syscall.details.option", "PR_SET_SECCOMP"),
                        event("file_change")
                                .matching("file.path", "/proc/[0-9]+/mem")
                                .with("severity", "high"))
                .containsNone(call("prctl", "medium").with("syscall.details.option", "PR_SET_NO_NEW_PRIVS"));
    }

    private static EventMatcher call(String name, String severity) {
        return event("syscall").with("syscall.name", name).with("severity", severity);
    }

    @ParameterizedTest
    @CsvSource({
        "debugger, ptrace",
        "debugger, process_vm_writev",
        "privileged, unshare",
        "privileged, setns",
        "privileged, bpf",
        "privileged, init_module",
        "privileged, finit_module",
        "privileged, delete_module",
        "privileged, io_uring_setup",
        "privileged, userfaultfd",
        "privileged, keyctl",
        "privileged, mount",
        "io_uring, io_uring_setup",
        "fileless, memfd_create",
        "setuid, setresuid",
        "setuid, setuid",
        "high_halves, ptrace",
        "chroot, chroot",
    })
    void reportsACallThatARuleNames(String fixture, String syscall) {
        assumeTrue(Fixtures.exists(fixture), fixture + " cannot be built here");
        if (!fixture.equals("high_halves")) {
            Host.needsRoot();
        }
        Watched watched = ShrikeRun.of(
                        Command.of(directory, Fixtures.path(fixture).toString()))
                .policyText("""
                        syscallFiltering:
                          tracedSyscalls: [%1$s]
                          rules:
                            - syscalls: [%1$s]
                              severity: high
                        """.formatted(syscall))
                .run();
        watched.check()
                .contains(event("syscall")
                        .with("syscall.name", syscall)
                        .with("severity", "high")
                        .with("process.name", fixture));
    }

    @Test
    void reportsSignalsToTheSensor() {
        String find = Fixtures.path("kill_sensor") + " java shrike shrike-shim shrike-sensor";
        Watched watched = ShrikeRun.of(Command.shell(directory, find + "; exit 0"))
                .policyText("""
                        syscallFiltering:
                          tracedSyscalls: [kill]
                          rules:
                            - syscalls: [kill]
                              severity: critical
                        """)
                .run();
        watched.check()
                .contains(
                        event("syscall").matching("syscall.name", "kill|tgkill").with("process.name", "kill_sensor"));
    }

    @Test
    void reportsEveryWayToStartAProgram() {
        Watched watched = executions("exec_variants " + Fixtures.path("script.sh"));
        watched.check()
                .contains(
                        echo("/bin/echo"),
                        echo("./echo"),
                        echo("to-echo"),
                        echo("echo").with("execution.syscall", "execveat"),
                        echo("").with("execution.syscall", "execveat"))
                .contains(event("process_execution")
                        .with(
                                "execution.requestedPath",
                                Fixtures.path("script.sh").toString())
                        .having("process.arguments", "second argument"))
                .containsNone(event("process_execution").with("execution.requestedPath", "/nonexistent/program"));
    }

    @Test
    void reportsProgramsWithoutAFile() {
        executions("fileless")
                .check()
                .contains(
                        event("process_execution").with("execution.fileless", true),
                        event("process_execution").with("execution.fileless", true));
    }

    @Test
    void reportsAnExecOfAThreadAsTheProcessIs() {
        executions("exec_thread")
                .check()
                .contains(event("process_execution")
                        .having("process.arguments", "again")
                        .where("process.tid", "is another than the pid", _ -> true));
    }

    private Watched executions(String line) {
        String[] words = line.split(" ");
        words[0] = Fixtures.path(words[0]).toString();
        return ShrikeRun.of(Command.of(directory, words)).policyText("""
                        processExecution:
                          trackedExecutables:
                            - name: "*"
                              captureArgs: true
                        """).run();
    }

    private static EventMatcher echo(String requested) {
        return event("process_execution")
                .with("execution.requestedPath", requested)
                .with("process.name", "echo")
                .having("process.arguments", "second argument");
    }
}
