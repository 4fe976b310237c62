package io.shrike.policy.compile;

import static io.shrike.model.Interest.ACCEPT;
import static io.shrike.model.Interest.BIND;
import static io.shrike.model.Interest.CONNECT;
import static io.shrike.model.Interest.CONNECT_RESULT;
import static io.shrike.model.Interest.DNS;
import static io.shrike.model.Interest.EXEC;
import static io.shrike.model.Interest.EXEC_ENVIRONMENT;
import static io.shrike.model.Interest.EXEC_RESULT;
import static io.shrike.model.Interest.FILE_CHMOD;
import static io.shrike.model.Interest.FILE_IDENTITY;
import static io.shrike.model.Interest.FILE_READ;
import static io.shrike.model.Interest.FILE_RENAME;
import static io.shrike.model.Interest.FILE_UNLINK;
import static io.shrike.model.Interest.FILE_WRITE;
import static io.shrike.model.Interest.LIBRARY;
import static io.shrike.model.Interest.LISTEN;
import static io.shrike.model.Interest.OPEN_RESULT;
import static io.shrike.model.Interest.RAW_SOCKET;
import static io.shrike.model.Interest.SEND;
import static io.shrike.policy.compile.Fixture.bytes;
import static io.shrike.policy.compile.Fixture.compile;
import static io.shrike.policy.compile.Fixture.existing;
import static io.shrike.policy.compile.Fixture.file;
import static io.shrike.policy.compile.Fixture.inode;
import static io.shrike.policy.compile.Fixture.rules;
import static io.shrike.policy.compile.Fixture.shell;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.Action;
import io.shrike.model.Activity;
import io.shrike.model.Activity.SyscallActivity;
import io.shrike.model.Decision;
import io.shrike.model.EventType;
import io.shrike.model.FileOperation;
import io.shrike.model.Judge;
import io.shrike.model.Needs;
import io.shrike.model.RegisterTest;
import io.shrike.model.RegisterTest.Kind;
import io.shrike.model.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class NeedsTest {
    private static final String WRITES = """
            fileIntegrityMonitoring:
              paths: [{path: /etc, events: [write, chmod]}]
            """;

    private static Needs needs(String... sections) {
        return compile(sections).needs();
    }

    @Test
    void asksForWhatTheFileRulesAreAbout() {
        assertThat(needs(WRITES).interests()).containsExactlyInAnyOrder(FILE_WRITE, FILE_CHMOD, FILE_IDENTITY);
        assertThat(needs("fileIntegrityMonitoring:\n  paths: [{path: /etc}]\n").interests())
                .containsExactlyInAnyOrder(FILE_READ, FILE_WRITE, FILE_IDENTITY);
    }

    @Test
    void asksForIdentitiesOnlyWhereARuleNamesAFileAndIsAboutWhatIsInIt() {
        assertThat(needs("fileIntegrityMonitoring:\n  paths: [{path: '/etc/*.conf'}]\n")
                        .interests())
                .containsExactlyInAnyOrder(FILE_READ, FILE_WRITE);
        assertThat(needs("fileIntegrityMonitoring:\n  paths: [{path: /etc/x, events: [unlink]}]\n")
                        .interests())
                .containsExactly(FILE_UNLINK);
    }

    @Test
    void asksForResultsOnlyWhereARuleBlocksAndMayBeRaced() {
        String open = "fileIntegrityMonitoring:\n  paths: [{path: '/etc/*.conf', events: [open], action: block}]\n";
        String chmod = "fileIntegrityMonitoring:\n  paths: [{path: '/etc/*.conf', events: [chmod], action: block}]\n";
        String exec = "processExecution:\n  trackedExecutables: [{name: nc, action: block}]\n";
        String enabled = "actions: {block: {enabled: true}}\n";
        assertThat(needs(open).interests()).containsExactly(FILE_READ);
        assertThat(needs(open + enabled).interests()).containsExactlyInAnyOrder(FILE_READ, OPEN_RESULT);
        assertThat(needs(chmod + enabled).interests()).containsExactly(FILE_CHMOD);
        assertThat(needs(exec).interests()).containsExactly(EXEC);
        assertThat(needs(exec + enabled).interests()).containsExactlyInAnyOrder(EXEC, EXEC_RESULT);
        String connect =
                "networkMonitoring:\n  outboundConnections: {blockedIPs: [192.0.2.1], logAllowed: false, action: %s}\n";
        assertThat(needs(connect.formatted("alert") + enabled).interests()).containsExactlyInAnyOrder(CONNECT, SEND);
        assertThat(needs(connect.formatted("block")).interests()).containsExactlyInAnyOrder(CONNECT, SEND);
        assertThat(needs(connect.formatted("block") + enabled).interests())
                .containsExactlyInAnyOrder(CONNECT, CONNECT_RESULT, SEND);
        String software =
                "softwareInstallation: {packageManagers: [{name: apt, commands: [install], action: block}]}\n";
        assertThat(needs(software + enabled).interests()).containsExactlyInAnyOrder(EXEC, EXEC_RESULT);
    }

    @Test
    void asksForTheEnvironmentOnlyWhereARuleDoes() {
        assertThat(needs("processExecution:\n  trackedExecutables: [{name: nc}]\n")
                        .interests())
                .containsExactly(EXEC);
        assertThat(needs("processExecution:\n  trackedExecutables: [{name: nc, env: [LD_PRELOAD]}]\n")
                        .interests())
                .containsExactlyInAnyOrder(EXEC, EXEC_ENVIRONMENT);
    }

    @Test
    void asksForSocketsAsTheNetworkRulesNeedThem() {
        assertThat(needs("networkMonitoring:\n  outboundConnections: {blocklist: [192.0.2.0/24], logAllowed: false}\n")
                        .interests())
                .containsExactlyInAnyOrder(CONNECT, SEND);
        assertThat(needs(
                                "networkMonitoring:\n  outboundConnections: {blockedDomains: [x.org], allowlist: [10.0.0.0/8]}\n")
                        .interests())
                .containsExactlyInAnyOrder(CONNECT, SEND, DNS, RAW_SOCKET);
        assertThat(needs("networkMonitoring:\n  inboundConnections: {allowedPorts: [80]}\n")
                        .interests())
                .containsExactlyInAnyOrder(BIND, LISTEN, ACCEPT);
    }

    @Test
    void asksForWhatSoftwareRulesSee() {
        assertThat(needs("softwareInstallation: {packageDatabases: true, dynamicLibraries: {paths: [/lib]}}\n")
                        .interests())
                .containsExactlyInAnyOrder(EXEC, FILE_WRITE, FILE_UNLINK, FILE_RENAME, LIBRARY);
    }

    @Test
    void expandsFamiliesOfSyscalls() {
        Needs needs = needs("syscallFiltering:\n  rules: [{syscalls: [chmod, ptrace]}]\n");
        assertThat(needs.syscalls()).containsExactlyInAnyOrder("chmod", "fchmod", "fchmodat", "fchmodat2", "ptrace");
        assertThat(needs.everySyscall()).isFalse();
        assertThat(needs("syscallFiltering:\n  tracedSyscalls: ['*']\n").everySyscall())
                .isTrue();
    }

    @Test
    void limitsADocumentToItsTracedSyscalls() {
        CompiledPolicy policy = compile(WRITES + "syscallFiltering:\n  tracedSyscalls: [openat, mount]\n");
        assertThat(policy.needs().interests()).containsExactlyInAnyOrder(FILE_WRITE, FILE_IDENTITY);
        assertThat(policy.needs().syscalls()).containsExactly("mount");
        RuleNeeds rule = policy.ruleNeeds().getFirst();
        assertThat(rule.rule()).isEqualTo("fileIntegrityMonitoring.paths[0]");
        assertThat(rule.interests()).containsExactlyInAnyOrder(FILE_WRITE, FILE_IDENTITY);
        assertThat(rule.untraced()).containsExactly(FILE_CHMOD);
        assertThat(needs(WRITES + "syscallFiltering:\n  tracedSyscalls: [openat]\n", WRITES)
                        .interests())
                .containsExactlyInAnyOrder(FILE_WRITE, FILE_CHMOD, FILE_IDENTITY);
    }

    @Test
    void leavesOutRulesWhoseActionIsOff() {
        CompiledPolicy policy = compile("""
                fileIntegrityMonitoring:
                  paths: [{path: /etc, action: log}, {path: /srv, action: alert}]
                actions: {log: {enabled: false}}
                """);
        assertThat(policy.judge()
                        .decide(file("openat", existing("/etc/x"), FileOperation.WRITE), shell())
                        .matched())
                .isFalse();
        assertThat(policy.judge()
                        .decide(file("openat", existing("/srv/x"), FileOperation.WRITE), shell())
                        .action())
                .isEqualTo(Action.ALERT);
        Judge quiet = compile("""
                fileIntegrityMonitoring:
                  paths: [{path: /etc, action: alert}]
                actions: {alert: {enabled: false}}
                """).judge();
        assertThat(quiet.decide(file("openat", existing("/etc/x"), FileOperation.WRITE), shell())
                        .action())
                .isEqualTo(Action.LOG);
    }

    private static SyscallActivity call(String name, Long... arguments) {
        return new SyscallActivity(name, List.of(arguments), List.of());
    }

    @Test
    void judgesSyscallsByNameAndArguments() {
        Judge judge = compile("""
                syscallFiltering:
                  rules:
                    - syscalls: [ptrace]
                      args: [{index: 0, values: [4, 5]}]
                      severity: high
                      action: block
                    - syscalls: [ptrace]
                      args: [{index: 0, operator: notEqual, values: [0]}]
                      severity: low
                """).judge();
        Decision decision = judge.decide(call("ptrace", 4L, 0L), shell());
        assertThat(rules(decision)).containsExactly("syscallFiltering.rules[0]", "syscallFiltering.rules[1]");
        assertThat(decision.type()).isEqualTo(EventType.SYSCALL);
        assertThat(decision.severity()).isEqualTo(Severity.HIGH);
        assertThat(rules(judge.decide(call("ptrace", 0xffff_ffff_0000_0010L), shell())))
                .containsExactly("syscallFiltering.rules[1]");
        assertThat(judge.decide(call("ptrace", 0L), shell()).matched()).isFalse();
        assertThat(judge.decide(call("bpf", 4L), shell()).matched()).isFalse();
        assertThat(judge.decide(call("ptrace"), shell()).matched()).isFalse();
    }

    @Test
    void comparesTheRegistersOfACallThatASectionDecodes() {
        CompiledPolicy policy = compile("""
                fileIntegrityMonitoring:
                  paths: [{path: /etc, events: [open]}]
                syscallFiltering:
                  rules:
                    - syscalls: [openat]
                      args: [{index: 2, operator: anyBits, values: [0x20000]}]
                """);
        assertThat(policy.needs().rawArguments()).containsExactly("openat");
        Judge judge = policy.judge();
        List<Long> nofollow = List.of(-100L, 4096L, 0x20000L, 0L, 0L, 0L);
        List<Long> plain = List.of(-100L, 4096L, 0L, 0L, 0L, 0L);
        SyscallActivity raw = new SyscallActivity("openat", nofollow, List.of());
        Activity inside = file("openat", existing("/etc/x"), FileOperation.OPEN);
        Activity outside = file("openat", existing("/tmp/x"), FileOperation.OPEN);
        assertThat(rules(judge.decide(inside, nofollow, shell())))
                .containsExactly("fileIntegrityMonitoring.paths[0]", "syscallFiltering.rules[0]");
        assertThat(rules(judge.decide(inside, plain, shell()))).containsExactly("fileIntegrityMonitoring.paths[0]");
        Decision alone = judge.decide(outside, nofollow, shell());
        assertThat(rules(alone)).containsExactly("syscallFiltering.rules[0]");
        assertThat(alone.type()).isEqualTo(EventType.SYSCALL);
        assertThat(judge.decide(outside, plain, shell()).matched()).isFalse();
        assertThat(judge.decide(outside, shell()).matched()).isFalse();
        assertThat(rules(judge.decide(raw, shell()))).containsExactly("syscallFiltering.rules[0]");
    }

    private static RegisterTest test(int index, Kind kind, Long... values) {
        return new RegisterTest(index, kind, List.of(values), 32);
    }

    @Test
    void needsACallOnlyWithTheArgumentsThatItsRulesAskFor() {
        Needs needs = needs("""
                syscallFiltering:
                  rules:
                    - {syscalls: [prctl], args: [{index: 0, values: [PR_SET_SECCOMP, 4]}]}
                    - syscalls: [prctl, personality]
                      args:
                        - {index: 0, operator: anyBits, values: [1, 2]}
                        - {index: 0, operator: less, values: [0xffffffff]}
                        - {index: 1, operator: allBits, values: [6]}
                """);
        List<RegisterTest> bits = List.of(test(0, Kind.ANY_BITS, 1L, 2L), test(1, Kind.ALL_BITS, 6L));
        assertThat(needs.syscalls()).containsExactlyInAnyOrder("prctl", "personality");
        assertThat(needs.conditions())
                .containsOnlyKeys("prctl", "personality")
                .containsEntry("prctl", List.of(List.of(test(0, Kind.EQUAL, 22L, 4L)), bits))
                .containsEntry("personality", List.of(bits));
    }

    @Test
    void needsACallWhateverItsArgumentsWhereOneRuleHasNoneThatTheKernelTests() {
        String seccomp = "{syscalls: [prctl], args: [{index: 0, values: [PR_SET_SECCOMP]}]}";
        String rules = "syscallFiltering:\n  rules: [" + seccomp + ", %s]\n";
        assertThat(needs(rules.formatted("{syscalls: [prctl]}")).conditions()).isEmpty();
        for (String operator : List.of("notEqual", "greater", "less", "allBits")) {
            String other = "{syscalls: [prctl], args: [{index: 0, operator: " + operator + ", values: [3, 5]}]}";
            assertThat(needs(rules.formatted(other)).conditions()).as(operator).isEmpty();
        }
        String traced = "syscallFiltering:\n  tracedSyscalls: [prctl]\n  rules: [" + seccomp + "]\n";
        assertThat(needs(traced).conditions()).isEmpty();
        assertThat(needs("syscallFiltering:\n  tracedSyscalls: [prctl, mount]\n  rules: [" + seccomp + "]\n")
                        .syscalls())
                .containsExactlyInAnyOrder("prctl", "mount");
    }

    @Test
    void joinsTheConditionsOfTwoNeedsOnlyWhereBothHaveThem() {
        String rule = "syscallFiltering:\n  rules: [{syscalls: [prctl], args: [{index: 0, values: [%d]}]}]\n";
        Needs first = needs(rule.formatted(22));
        Needs joined = first.union(needs(rule.formatted(4)));
        assertThat(joined.conditions())
                .containsEntry("prctl", List.of(List.of(test(0, Kind.EQUAL, 22L)), List.of(test(0, Kind.EQUAL, 4L))));
        assertThat(first.union(needs(WRITES)).conditions()).isEqualTo(first.conditions());
        Needs always = needs("syscallFiltering:\n  rules: [{syscalls: [prctl]}]\n");
        assertThat(first.union(always).conditions()).isEmpty();
        assertThat(always.union(first).conditions()).isEmpty();
    }

    @Test
    void allowsWhatIsTracedToStop() {
        assertThat(needs(WRITES).allowed()).isEmpty();
        assertThat(needs(WRITES + "syscallFiltering:\n  tracedSyscalls: [open, ptrace]\n")
                        .allowed())
                .containsExactlyInAnyOrder("open", "openat", "openat2", "creat", "ptrace");
        assertThat(needs(WRITES + "syscallFiltering:\n  rules: [{syscalls: [ptrace]}]\n")
                        .allowed())
                .isEmpty();
    }

    @Test
    void keepsTheInodesThatTheJudgeBeforeItLearned() {
        String shadow = "fileIntegrityMonitoring:\n  paths: [{path: /etc/shadow, events: [open]}]\n";
        Judge before = compile(shadow).judge();
        before.decide(file("openat", inode("/etc/shadow", 77), FileOperation.OPEN), shell());
        Activity byLink = file("openat", inode("/tmp/link", 77), FileOperation.OPEN);
        assertThat(before.decide(byLink, shell()).matched()).isTrue();
        Judge after = compile(shadow).judge();
        assertThat(after.decide(byLink, shell()).matched()).isFalse();
        after.inherit(before);
        assertThat(after.decide(byLink, shell()).matched()).isTrue();
        Judge others = compile("fileIntegrityMonitoring:\n  paths: [{path: /etc/passwd, events: [open]}]\n")
                .judge();
        others.inherit(before);
        assertThat(others.decide(byLink, shell()).matched()).isFalse();
    }

    @Test
    void logsTracedSyscallsThatNoSectionIsAbout() {
        Judge judge = compile(WRITES + "syscallFiltering:\n  tracedSyscalls: [open, mount]\n")
                .judge();
        Decision mount = judge.decide(call("mount", 1L), shell());
        assertThat(rules(mount)).containsExactly("syscallFiltering.tracedSyscalls");
        assertThat(mount.severity()).isEqualTo(Severity.LOW);
        assertThat(mount.action()).isEqualTo(Action.LOG);
        assertThat(judge.decide(file("openat", existing("/tmp/x"), FileOperation.WRITE), shell())
                        .matched())
                .isFalse();
        assertThat(judge.decide(call("bpf"), shell()).matched()).isFalse();
        Judge bare = compile("syscallFiltering:\n  tracedSyscalls: [open]\n").judge();
        assertThat(bare.decide(file("openat", existing("/tmp/x"), FileOperation.WRITE), shell())
                        .type())
                .isEqualTo(EventType.SYSCALL);
        assertThat(compile("syscallFiltering:\n  tracedSyscalls: ['*']\n")
                        .judge()
                        .decide(call("bpf"), shell())
                        .matched())
                .isTrue();
    }

    @Test
    void joinsWhatTheDocumentsWantOfDelivery() {
        CompiledPolicy policy = compile(
                WRITES + "performance: {samplingRate: 0.1, batchSize: 10, batchTimeout: 5, maxEventsPerSecond: 100}\n",
                """
                fileIntegrityMonitoring:
                  paths: [{path: /etc, action: log, severity: low}]
                performance: {samplingRate: 0.5, batchSize: 20, batchTimeout: 2}
                """);
        assertThat(policy.policyNames()).containsExactly("p0", "p1");
        assertThat(policy.delivery().batchSize()).isEqualTo(OptionalInt.of(10));
        assertThat(policy.delivery().batchTimeout()).isEqualTo(Optional.of(Duration.ofSeconds(2)));
        assertThat(policy.delivery().maxEventsPerSecond()).isEqualTo(OptionalInt.of(100));
        Decision alert = policy.judge().decide(file("openat", existing("/etc/x"), FileOperation.WRITE), shell());
        assertThat(policy.delivery().samplingRate(alert)).isEqualTo(1.0);
        Decision logged = policy.judge().decide(file("openat", existing("/etc/x"), FileOperation.OPEN), shell());
        assertThat(policy.delivery().samplingRate(logged)).isEqualTo(0.5);
    }

    @Test
    void samplesEverythingOnlyWhereAskedTo() {
        CompiledPolicy policy = compile(WRITES + "performance: {samplingRate: 0.1, sampleAll: true}\n");
        Decision alert = policy.judge().decide(file("openat", existing("/etc/x"), FileOperation.WRITE), shell());
        assertThat(policy.delivery().samplingRate(alert)).isEqualTo(0.1);
    }

    @Test
    void spellsGlobsThroughSymlinks() {
        Spellings spellings = new Spellings(path -> path.equals(bytes("/bin")) ? bytes("/usr/b*n") : path);
        assertThat(spellings.of("/bin/*")).containsExactly(bytes("/bin/*"), bytes("/usr/b\\*n/*"));
        assertThat(spellings.of("/binx/*")).containsExactly(bytes("/binx/*"));
        assertThat(spellings.of("/*")).containsExactly(bytes("/*"));
    }
}
