package io.shrike.policy.compile;

import static io.shrike.model.FileOperation.CHMOD;
import static io.shrike.model.FileOperation.OPEN;
import static io.shrike.model.FileOperation.UNLINK;
import static io.shrike.model.FileOperation.WRITE;
import static io.shrike.policy.compile.Fixture.bytes;
import static io.shrike.policy.compile.Fixture.compile;
import static io.shrike.policy.compile.Fixture.directory;
import static io.shrike.policy.compile.Fixture.existing;
import static io.shrike.policy.compile.Fixture.file;
import static io.shrike.policy.compile.Fixture.inode;
import static io.shrike.policy.compile.Fixture.missing;
import static io.shrike.policy.compile.Fixture.process;
import static io.shrike.policy.compile.Fixture.rename;
import static io.shrike.policy.compile.Fixture.rules;
import static io.shrike.policy.compile.Fixture.shell;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.Action;
import io.shrike.model.Activity;
import io.shrike.model.Decision;
import io.shrike.model.EventType;
import io.shrike.model.Field;
import io.shrike.model.FileOperation;
import io.shrike.model.FileTarget;
import io.shrike.model.Finding;
import io.shrike.model.Judge;
import io.shrike.model.ProcessRef;
import io.shrike.model.Severity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileDecisionTest {
    private static final String FIM = """
            fileIntegrityMonitoring:
              paths:
                - path: /etc/shadow
                  events: [open, write]
                  severity: critical
                - path: /etc
                  recursive: true
                  exclude: [/etc/mtab, /etc/ssl/**]
                  events: [write, unlink, chmod, chown, rename, xattr]
                - path: /srv
                  events: [write]
                  severity: low
                  action: log
                  processes:
                    include: [python3*, /usr/bin/perl]
                    exclude: [python3.9]
            """;

    private final Judge judge = compile(FIM).judge();

    private Decision decide(Activity activity) {
        return judge.decide(activity, shell());
    }

    @Test
    void listsEveryRuleAndTellsTheStrongest() {
        Decision decision = decide(file("openat", existing("/etc/shadow"), OPEN, WRITE));
        assertThat(rules(decision))
                .containsExactly("fileIntegrityMonitoring.paths[0]", "fileIntegrityMonitoring.paths[1]");
        assertThat(decision.type()).isEqualTo(EventType.FILE_CHANGE);
        assertThat(decision.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(decision.action()).isEqualTo(Action.ALERT);
        assertThat(decision.finding()).isEqualTo(new Finding.File(0, WRITE));
    }

    @Test
    void callsAnOpenForReadingAnAccess() {
        Decision decision = decide(file("openat", existing("/etc/shadow"), OPEN));
        assertThat(decision.type()).isEqualTo(EventType.FILE_ACCESS);
        assertThat(decision.finding()).isEqualTo(new Finding.File(0, OPEN));
        assertThat(rules(decision)).containsExactly("fileIntegrityMonitoring.paths[0]");
    }

    @Test
    void saysNothingOfReadingANameThatDoesNotExist() {
        assertThat(decide(file("openat", missing("/etc/shadow"), OPEN)).matched())
                .isFalse();
        assertThat(decide(file("unlink", missing("/etc/x"), UNLINK)).matched()).isFalse();
        assertThat(decide(file("openat", missing("/etc/x"), WRITE)).matched()).isTrue();
    }

    @Test
    void saysNothingOfMakingANameThatExistsAlready() {
        assertThat(decide(file("mkdir", directory("/etc/x"), WRITE)).matched()).isFalse();
        assertThat(decide(file("mkdir", missing("/etc/x"), WRITE)).matched()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"UNLINK", "CHMOD", "CHOWN", "RENAME", "XATTR"})
    void tellsEveryChangeByItsOperation(FileOperation operation) {
        Decision decision = decide(file("call", existing("/etc/a/b"), operation));
        assertThat(decision.type()).isEqualTo(EventType.FILE_CHANGE);
        assertThat(decision.finding()).isEqualTo(new Finding.File(0, operation));
        assertThat(decision.severity()).isEqualTo(Severity.MEDIUM);
    }

    @Test
    void leavesOutWhatIsExcluded() {
        assertThat(decide(file("openat", existing("/etc/mtab"), WRITE)).matched())
                .isFalse();
        assertThat(decide(file("openat", existing("/etc/ssl/certs/a"), WRITE)).matched())
                .isFalse();
        assertThat(decide(file("openat", existing("/etc/sslx"), WRITE)).matched())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/usr/bin/python3.12, /srv/a,   true",
        "/usr/bin/python3.9,  /srv/a,   false",
        "/usr/bin/perl,       /srv/a,   true",
        "/opt/perl,           /srv/a,   false",
        "/usr/bin/perl,       /srv/a/b, false",
        "/usr/bin/perl,       /srv,     true",
    })
    void goesByTheExecutable(String executable, String path, boolean expected) {
        Activity activity = file("openat", existing(path), WRITE);
        assertThat(judge.decide(activity, process(executable, "x")).matched()).isEqualTo(expected);
    }

    @Test
    void countsAnUnknownExecutableAsAnybodys() {
        var unknown = new ProcessRef(
                1,
                1,
                0,
                Field.unreadable("EACCES"),
                Field.known(List.of()),
                Field.known(0),
                Field.known(0),
                Field.unreadable("EACCES"),
                Field.unreadable("EACCES"),
                List.of());
        assertThat(judge.decide(file("openat", existing("/srv/a"), WRITE), unknown)
                        .matched())
                .isTrue();
    }

    @Test
    void seesBothNamesOfARename() {
        Decision decision = decide(rename(existing("/tmp/a"), existing("/etc/shadow")));
        assertThat(decision.finding()).isEqualTo(new Finding.File(1, WRITE));
        assertThat(decision.severity()).isEqualTo(Severity.CRITICAL);
        Decision away = decide(rename(existing("/etc/a"), missing("/tmp/a")));
        assertThat(away.finding()).isEqualTo(new Finding.File(0, UNLINK));
    }

    @Test
    void seesADirectoryMovedFromAboveAFile() {
        Judge exact = compile("""
                fileIntegrityMonitoring:
                  paths:
                    - path: /opt/app/conf/key
                      events: [write, unlink]
                    - path: /**/id_rsa
                      events: [write, unlink]
                """).judge();
        Decision away = exact.decide(rename(directory("/opt/app"), missing("/tmp/x")), shell());
        assertThat(rules(away)).containsExactly("fileIntegrityMonitoring.paths[0]");
        assertThat(away.finding()).isEqualTo(new Finding.File(0, UNLINK));
        Decision into = exact.decide(rename(directory("/tmp/x"), missing("/opt/app")), shell());
        assertThat(into.finding()).isEqualTo(new Finding.File(1, WRITE));
        assertThat(exact.decide(rename(existing("/opt/app"), missing("/tmp/x")), shell())
                        .matched())
                .isFalse();
        assertThat(exact.decide(rename(directory("/srv/x"), missing("/srv/y")), shell())
                        .matched())
                .isFalse();
    }

    @Test
    void knowsAHardLinkToAnExactlyNamedFile() {
        CompiledPolicy policy = compile(FIM);
        policy.identities().learn(bytes("/etc/shadow"), 1, 77);
        Decision decision = policy.judge().decide(file("openat", inode("/tmp/link", 77), OPEN), shell());
        assertThat(decision.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(decision.finding()).isEqualTo(new Finding.File(0, OPEN, Optional.of(bytes("/etc/shadow"))));
        assertThat(policy.judge()
                        .decide(file("unlink", inode("/tmp/link", 77), UNLINK), shell())
                        .matched())
                .isFalse();
        assertThat(policy.judge()
                        .decide(file("openat", inode("/tmp/link", 78), OPEN), shell())
                        .matched())
                .isFalse();
    }

    @Test
    void learnsInodesFromWhatItJudgesAndForgetsThemWithTheFile() {
        decide(file("openat", inode("/etc/shadow", 80), OPEN));
        assertThat(decide(file("openat", inode("/tmp/link", 80), OPEN)).matched())
                .isTrue();
        decide(file("unlink", inode("/etc/shadow", 80), UNLINK));
        assertThat(decide(file("openat", inode("/tmp/link", 80), OPEN)).matched())
                .isFalse();
        decide(file("openat", inode("/etc/shadow", 81), OPEN));
        decide(rename(inode("/etc/new", 82), inode("/etc/shadow", 81)));
        assertThat(decide(file("openat", inode("/tmp/link", 81), OPEN)).matched())
                .isFalse();
    }

    @Test
    void matchesARuleThatIsSpelledThroughASymlink() {
        Judge linked = compile(path -> path.equals(bytes("/var/run/app")) ? bytes("/run/app") : path, """
                        fileIntegrityMonitoring:
                          paths:
                            - path: /var/run/app/*.pid
                        """)
                .judge();
        assertThat(linked.decide(file("openat", existing("/run/app/x.pid"), WRITE), shell())
                        .matched())
                .isTrue();
        assertThat(linked.decide(file("openat", existing("/var/run/app/x.pid"), WRITE), shell())
                        .matched())
                .isTrue();
    }

    @Test
    void judgesAnUnresolvedTargetByWhatTheProgramWrote() {
        FileTarget target = new FileTarget(
                Field.unreadable("EACCES"), Field.known(bytes("/etc/./x/../shadow")), false, false, 0, 0);
        assertThat(decide(file("openat", target, OPEN)).matched()).isTrue();
        FileTarget relative =
                new FileTarget(Field.unreadable("EACCES"), Field.known(bytes("etc/shadow")), false, false, 0, 0);
        assertThat(decide(file("openat", relative, OPEN)).matched()).isFalse();
    }

    @Test
    void takesOneEventForAllDocuments() {
        Judge both = compile(FIM, """
                fileIntegrityMonitoring:
                  paths:
                    - path: /etc/shadow
                      events: [chmod]
                      severity: high
                      action: block
                      mitre: [T1222]
                """).judge();
        Decision decision = both.decide(file("chmod", existing("/etc/shadow"), CHMOD), shell());
        assertThat(decision.matches()).hasSize(2);
        assertThat(decision.action()).isEqualTo(Action.BLOCK);
        assertThat(decision.severity()).isEqualTo(Severity.HIGH);
        assertThat(decision.matches().get(1).policy()).isEqualTo("p1");
        assertThat(decision.matches().get(1).mitre()).containsExactly("T1222");
    }
}
