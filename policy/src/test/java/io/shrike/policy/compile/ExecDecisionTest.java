package io.shrike.policy.compile;

import static io.shrike.policy.compile.Fixture.allBytes;
import static io.shrike.policy.compile.Fixture.ancestor;
import static io.shrike.policy.compile.Fixture.bytes;
import static io.shrike.policy.compile.Fixture.compile;
import static io.shrike.policy.compile.Fixture.exec;
import static io.shrike.policy.compile.Fixture.process;
import static io.shrike.policy.compile.Fixture.shell;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.Activity.ExecActivity;
import io.shrike.model.Activity.SessionActivity;
import io.shrike.model.ByteString;
import io.shrike.model.Decision;
import io.shrike.model.DigestNeed;
import io.shrike.model.EventType;
import io.shrike.model.Field;
import io.shrike.model.Finding;
import io.shrike.model.Judge;
import io.shrike.model.ProgramFile;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecDecisionTest {
    private static Judge rule(String text) {
        return compile("processExecution:\n  trackedExecutables:\n    - "
                        + text.strip().replace("\n", "\n      ") + "\n")
                .judge();
    }

    private static boolean matches(Judge judge, ExecActivity exec) {
        return judge.decide(exec, shell()).matched();
    }

    @Test
    void ncNeverMatchesRsync() {
        Judge judge = rule("name: nc");
        assertThat(matches(judge, exec("/usr/bin/nc", "nc"))).isTrue();
        assertThat(matches(judge, exec("/usr/bin/rsync", "nc"))).isFalse();
        assertThat(matches(judge, exec("/usr/bin/ncat", "nc"))).isFalse();
    }

    @Test
    void matchesTheFileBehindASymlinkAndTheLinkItself() {
        assertThat(matches(rule("name: nc"), exec("/etc/alternatives/nc", "/usr/bin/nc.openbsd", List.of(), "nc")))
                .isTrue();
        assertThat(matches(rule("name: nc.openbsd"), exec("/usr/bin/nc", "/usr/bin/nc.openbsd", List.of(), "nc")))
                .isTrue();
    }

    @Test
    void matchesBinBashWhereBinIsALink() {
        String section = "processExecution:\n  trackedExecutables:\n    - name: /bin/bash\n";
        Judge judge = compile(path -> path.equals(bytes("/bin/bash")) ? bytes("/usr/bin/bash") : path, section)
                .judge();
        assertThat(matches(judge, exec("/usr/bin/bash", "bash"))).isTrue();
        assertThat(matches(judge, exec("/bin/bash", "/usr/bin/bash", List.of(), "bash")))
                .isTrue();
        assertThat(matches(judge, exec("/opt/bash", "bash"))).isFalse();
    }

    @Test
    void matchesTheScriptAndItsInterpreter() {
        ExecActivity script = exec("/opt/job", "/opt/job", List.of("/usr/bin/python3.12"), "job");
        assertThat(matches(rule("name: job"), script)).isTrue();
        assertThat(matches(rule("name: python3*"), script)).isTrue();
        assertThat(matches(rule("name: python"), script)).isFalse();
    }

    @Test
    void matchesTheAppletOfAMultiCallBinary() {
        Judge judge = rule("name: wget");
        assertThat(matches(judge, exec("/bin/wget", "/bin/busybox", List.of(), "wget", "-q")))
                .isTrue();
        assertThat(matches(judge, exec("/bin/x", "/bin/busybox", List.of(), "/bin/wget")))
                .isTrue();
        assertThat(matches(judge, exec("/bin/busybox", "/bin/busybox", List.of(), "busybox", "wget")))
                .isTrue();
        assertThat(matches(judge, exec("/bin/ls", "/bin/ls", List.of(), "wget")))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'[-i]',            any, 'bash -i',            true",
        "'[-i]',            any, 'bash -lic x',        true",
        "'[-i]',            any, 'bash -l',            false",
        "'[-i]',            any, 'bash --init',        false",
        "'[-i]',            any, 'bash a-i',           false",
        "'[-i]',            any, '-i bash',            false",
        "'[-e, -c]',        any, 'nc -lvc sh',         true",
        "'[-e, -c]',        all, 'nc -lvc sh',         false",
        "'[-e, -c]',        all, 'nc -ec sh',          true",
        "'[/dev/tcp/*]',    any, 'bash /dev/tcp/a/80', true",
        "'[--pid=*]',       any, 'x --pid=1',          true",
        "'[--pid=*]',       any, 'x --pi=1',           false",
    })
    void looksForArguments(String arguments, String match, String commandLine, boolean expected) {
        Judge judge = rule("name: '*'\nargs: " + arguments + "\nargsMatch: " + match);
        assertThat(matches(judge, exec("/usr/bin/x", commandLine.split(" ")))).isEqualTo(expected);
    }

    @Test
    void doesNotMatchArgumentsThatCannotBeRead() {
        ExecActivity unreadable = new ExecActivity(
                "execve",
                Field.known(bytes("/bin/x")),
                ProgramFile.ofPath(bytes("/bin/x")),
                List.of(),
                Field.unreadable("EFAULT"),
                Field.known(List.of()));
        assertThat(matches(rule("name: x\nargs: [-i]"), unreadable)).isFalse();
        assertThat(matches(rule("name: x\ncaptureArgs: true"), unreadable)).isTrue();
    }

    @Test
    void recordsArgumentsWithoutSecretsWhereAskedTo() {
        ExecActivity exec = exec("/usr/bin/mysql", "mysql", "--password=hunter2", "-h", "db");
        Decision captured = rule("name: mysql\ncaptureArgs: true").decide(exec, shell());
        assertThat(captured.finding())
                .isEqualTo(new Finding.Execution(Optional.of(allBytes("mysql", "--password=[redacted]", "-h", "db"))));
        assertThat(captured.type()).isEqualTo(EventType.PROCESS_EXECUTION);
        assertThat(rule("name: mysql").decide(exec, shell()).finding())
                .isEqualTo(new Finding.Execution(Optional.empty()));
    }

    @Test
    void asksForTheParent() {
        Judge judge = rule("name: sh\nparent: nginx");
        ExecActivity exec = exec("/bin/sh", "sh");
        assertThat(judge.decide(
                                exec,
                                process("/usr/sbin/nginx", List.of("nginx"), List.of(ancestor("/usr/sbin/nginx"))))
                        .matched())
                .isTrue();
        assertThat(judge.decide(exec, process("/bin/sh", List.of("sh"), List.of(ancestor("/usr/bin/bash"))))
                        .matched())
                .isFalse();
        assertThat(matches(judge, exec)).isFalse();
    }

    @Test
    void asksForTheUserAndTheDirectory() {
        assertThat(matches(rule("name: sh\nuser: 1000"), exec("/bin/sh", "sh"))).isTrue();
        assertThat(matches(rule("name: sh\nuser: 0"), exec("/bin/sh", "sh"))).isFalse();
        assertThat(matches(rule("name: sh\ncwd: /srv/app"), exec("/bin/sh", "sh")))
                .isTrue();
        assertThat(matches(rule("name: sh\ncwd: /srv/*"), exec("/bin/sh", "sh")))
                .isTrue();
        assertThat(matches(rule("name: sh\ncwd: /tmp"), exec("/bin/sh", "sh"))).isFalse();
    }

    @Test
    void asksForTheEnvironment() {
        List<ByteString> environment = allBytes("HOME=/root", "LD_PRELOAD=/tmp/evil.so");
        ExecActivity exec = new ExecActivity(
                "execve",
                Field.known(bytes("/bin/x")),
                ProgramFile.ofPath(bytes("/bin/x")),
                List.of(),
                Field.known(allBytes("x")),
                Field.known(environment));
        assertThat(matches(rule("name: '*'\nenv: [LD_PRELOAD]"), exec)).isTrue();
        assertThat(matches(rule("name: '*'\nenv: [LD_PRE]"), exec)).isFalse();
        assertThat(matches(rule("name: '*'\nenv: [LD_PRELOAD]"), exec("/bin/x", "x")))
                .isFalse();
    }

    @Test
    void asksForFilelessAndNewPrograms() {
        ProgramFile memory = new ProgramFile(Field.known(bytes("/memfd:x (deleted)")), true, false, 0, 0);
        ProgramFile fresh = new ProgramFile(Field.known(bytes("/tmp/x")), false, true, 0, 0);
        assertThat(matches(rule("fileless: true"), of(memory, List.of()))).isTrue();
        assertThat(matches(rule("fileless: true"), of(fresh, List.of()))).isFalse();
        assertThat(matches(rule("newBinary: true"), of(fresh, List.of()))).isTrue();
        assertThat(matches(rule("newBinary: true"), of(ProgramFile.ofPath(bytes("/x")), List.of(fresh))))
                .isTrue();
        assertThat(matches(rule("newBinary: true"), of(memory, List.of()))).isFalse();
    }

    private static final String ONE = "0123456789abcdef".repeat(4);
    private static final String OTHER = "fedcba9876543210".repeat(4);

    private static ProgramFile digested(String path, String digest) {
        return ProgramFile.ofPath(bytes(path)).withSha256(Optional.of(Field.known(digest)));
    }

    @Test
    void knowsAProgramByItsContentWhateverItsName() {
        Judge judge = rule("sha256: " + ONE.toUpperCase(Locale.ROOT));
        assertThat(matches(judge, of(digested("/tmp/kworker", ONE), List.of()))).isTrue();
        assertThat(matches(judge, of(digested("/tmp/kworker", OTHER), List.of())))
                .isFalse();
        assertThat(matches(judge, of(ProgramFile.ofPath(bytes("/tmp/kworker")), List.of())))
                .isFalse();
        assertThat(matches(judge, of(digested("/x", OTHER), List.of(digested("/tmp/sh", ONE)))))
                .isTrue();
        Judge listed = rule("sha256: [" + OTHER + ", " + ONE + "]\nuser: 1000");
        assertThat(matches(listed, of(digested("/tmp/kworker", ONE), List.of())))
                .isTrue();
    }

    @Test
    void asksForNameAndContentWhereARuleGivesBoth() {
        Judge judge = rule("name: nc*\nsha256: " + ONE);
        assertThat(matches(judge, of(digested("/tmp/nc.old", ONE), List.of()))).isTrue();
        assertThat(matches(judge, of(digested("/tmp/x", ONE), List.of()))).isFalse();
        assertThat(matches(judge, of(digested("/tmp/nc.old", OTHER), List.of())))
                .isFalse();
    }

    @Test
    void needsDigestsOnlyWhereARuleCouldBeMet() {
        ExecActivity nc = exec("/usr/bin/nc", "nc");
        ExecActivity ls = exec("/usr/bin/ls", "ls");
        assertThat(rule("name: nc").digestNeed(nc, shell())).isEqualTo(DigestNeed.NONE);
        assertThat(rule("sha256: " + ONE).digestNeed(ls, shell())).isEqualTo(DigestNeed.AFTERWARDS);
        assertThat(rule("name: nc\nsha256: " + ONE).digestNeed(nc, shell())).isEqualTo(DigestNeed.AFTERWARDS);
        assertThat(rule("name: nc\nsha256: " + ONE).digestNeed(ls, shell())).isEqualTo(DigestNeed.NONE);
        assertThat(rule("name: nc\nuser: 0\nsha256: " + ONE).digestNeed(nc, shell()))
                .isEqualTo(DigestNeed.NONE);
    }

    @Test
    void needsDigestsBeforeTheExecOnlyWhereBlockingIsEnabled() {
        String section = "processExecution:\n  trackedExecutables: [{sha256: " + ONE + ", action: block}]\n";
        assertThat(compile(section).judge().digestNeed(exec("/x", "x"), shell()))
                .isEqualTo(DigestNeed.AFTERWARDS);
        assertThat(compile(section + "actions: {block: {enabled: true}}\n")
                        .judge()
                        .digestNeed(exec("/x", "x"), shell()))
                .isEqualTo(DigestNeed.BEFORE);
    }

    private static ExecActivity of(ProgramFile program, List<ProgramFile> interpreters) {
        return new ExecActivity(
                "execve",
                Field.known(bytes("/x")),
                program,
                interpreters,
                Field.known(allBytes("x")),
                Field.known(List.of()));
    }

    @Test
    void tellsOfASessionFromOutside() {
        Decision decision = rule("name: x").decide(new SessionActivity("execve"), shell());
        assertThat(decision.type()).isEqualTo(EventType.SESSION);
        assertThat(decision.matched()).isTrue();
        Judge network = compile("networkMonitoring:\n  inboundConnections:\n    allowedPorts: [80]\n")
                .judge();
        assertThat(network.decide(new SessionActivity("execve"), shell()).matched())
                .isFalse();
    }
}
