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

/** Calls that a rule names are reported by name; programs are reported as they are started. */
class SyscallEventsIT {
    @TempDir(factory = OpenDirectory.class)
    Path directory;

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
