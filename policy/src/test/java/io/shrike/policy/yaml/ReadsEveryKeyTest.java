package io.shrike.policy.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.Action;
import io.shrike.model.FileOperation;
import io.shrike.model.IpAddress;
import io.shrike.model.Severity;
import io.shrike.policy.document.ActionSettings;
import io.shrike.policy.document.ActionSettings.BlockAction;
import io.shrike.policy.document.ActionSettings.BlockSettings;
import io.shrike.policy.document.ActionSettings.Destination;
import io.shrike.policy.document.ActionSettings.Filter;
import io.shrike.policy.document.ActionSettings.LogDestination;
import io.shrike.policy.document.ActionSettings.LogSettings;
import io.shrike.policy.document.ActionSettings.QualysIntegration;
import io.shrike.policy.document.Cidr;
import io.shrike.policy.document.DestinationType;
import io.shrike.policy.document.DomainPattern;
import io.shrike.policy.document.ExecRules.ArgumentsMatch;
import io.shrike.policy.document.ExecRules.EnvironmentCondition;
import io.shrike.policy.document.ExecRules.ExecConditions;
import io.shrike.policy.document.ExecRules.ExecRule;
import io.shrike.policy.document.ExecRules.UserRange;
import io.shrike.policy.document.FileRules.FileRule;
import io.shrike.policy.document.FileRules.ProcessScope;
import io.shrike.policy.document.NetworkRules.Guards;
import io.shrike.policy.document.NetworkRules.InboundRules;
import io.shrike.policy.document.NetworkRules.OutboundRules;
import io.shrike.policy.document.PerformanceSettings;
import io.shrike.policy.document.PolicyDocument;
import io.shrike.policy.document.PortRange;
import io.shrike.policy.document.Position;
import io.shrike.policy.document.RuleSource;
import io.shrike.policy.document.SoftwareRules;
import io.shrike.policy.document.SyscallRules;
import io.shrike.policy.document.SyscallRules.ArgumentCondition;
import io.shrike.policy.document.SyscallRules.Operator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ReadsEveryKeyTest {
    private static final String PATHS = "fileIntegrityMonitoring:\n  paths:\n    - ";
    private static final String TRACKED = "processExecution:\n  trackedExecutables:\n    - ";

    private static Position at(int line, int column) {
        return new Position("p.yaml", line, column);
    }

    private static FileRule file(String rule) {
        return Text.only(Text.policy(PATHS + rule))
                .files()
                .orElseThrow()
                .paths()
                .getFirst();
    }

    private static ExecRule executable(String rule) {
        return Text.only(Text.policy(TRACKED + rule))
                .executions()
                .orElseThrow()
                .trackedExecutables()
                .getFirst();
    }

    @Test
    void ofTheHead() {
        PolicyDocument document = Text.only("""
                apiVersion: security.qualys.com/v1
                kind: TracingPolicy
                metadata:
                  name: web
                  labels: {team: a, mitre.attack/tactic: execution}
                spec: {processExecution: {trackedExecutables: [{name: nc, tags: [net]}]}}
                """);
        assertThat(document.name()).isEqualTo("web");
        assertThat(document.labels())
                .containsExactly(Map.entry("team", "a"), Map.entry("mitre.attack/tactic", "execution"));
        assertThat(document.position()).isEqualTo(at(1, 1));
        assertThat(document.executions()
                        .orElseThrow()
                        .trackedExecutables()
                        .getFirst()
                        .source()
                        .tags())
                .containsExactly("net", "team=a", "mitre.attack/tactic=execution");
    }

    @Test
    void ofSectionsBesideSpecAsWellAsBelowIt() {
        String text = "apiVersion: security.qualys.com/v1\nkind: TracingPolicy\nmetadata: {name: x}\n";
        assertThat(Text.only(text + "processExecution: {trackedExecutables: [{name: nc}]}\n")
                        .executions())
                .isPresent();
        assertThat(Text.problems(text + "spec: {performance: {batchSize: 1}}\nperformance: {batchSize: 2}\n"))
                .containsExactly("p.yaml:5:1: performance: given twice, also below spec");
    }

    @Test
    void ofAFileRuleWithDefaults() {
        RuleSource source = new RuleSource("fileIntegrityMonitoring.paths[0]", at(7, 9), List.of(), List.of());
        Set<FileOperation> events = Set.of(FileOperation.OPEN, FileOperation.WRITE);
        assertThat(file("path: /etc//passwd/"))
                .isEqualTo(new FileRule(
                        source,
                        "/etc/passwd",
                        false,
                        List.of(),
                        events,
                        ProcessScope.EVERYBODY,
                        Severity.MEDIUM,
                        Action.ALERT));
    }

    @Test
    void ofAFileRuleInFull() {
        FileRule rule = file("""
                path: /home/*/.ssh/**
                      recursive: true
                      exclude: ["*.pub", /home/a/.ssh/b, "**/c"]
                      events: [open, write, unlink, chmod, chown, rename, xattr]
                      severity: critical
                      action: log
                      processes: {include: [nginx, /usr/bin/*], exclude: [/usr/sbin/sshd]}
                      mitre: [T1098.004]
                      tags: [ssh, 7]
                """);
        assertThat(rule.path()).isEqualTo("/home/*/.ssh/**");
        assertThat(rule.recursive()).isTrue();
        assertThat(rule.exclude()).containsExactly("/**/*.pub", "/home/a/.ssh/b", "/**/c");
        assertThat(rule.events()).containsExactlyInAnyOrder(FileOperation.values());
        assertThat(rule.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(rule.action()).isEqualTo(Action.LOG);
        assertThat(rule.processes())
                .isEqualTo(new ProcessScope(List.of("nginx", "/usr/bin/*"), List.of("/usr/sbin/sshd")));
        assertThat(rule.source().mitre()).containsExactly("T1098.004");
        assertThat(rule.source().tags()).containsExactly("ssh", "7");
    }

    @Test
    void ofAnExecutableWithDefaults() {
        RuleSource source = new RuleSource("processExecution.trackedExecutables[0]", at(7, 9), List.of(), List.of());
        assertThat(executable("name: /bin/bash"))
                .isEqualTo(new ExecRule(
                        source,
                        "/bin/bash",
                        List.of(),
                        ArgumentsMatch.ANY,
                        false,
                        ExecConditions.NONE,
                        Severity.MEDIUM,
                        Action.ALERT));
    }

    @Test
    void ofAnExecutableInFull() {
        ExecRule rule = executable("""
                name: "*sh"
                      args: [-i, 4444, true]
                      argsMatch: all
                      captureArgs: true
                      parent: [nginx, /usr/sbin/httpd]
                      user: [root, 33, 1000-65535]
                      cwd: /tmp/**
                      env: [LD_PRELOAD, "LD_AUDIT=/tmp/**"]
                      fileless: true
                      newBinary: true
                      sha256: ["0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef"]
                """);
        assertThat(rule.arguments()).containsExactly("-i", "4444", "true");
        assertThat(rule.argumentsMatch()).isEqualTo(ArgumentsMatch.ALL);
        assertThat(rule.captureArguments()).isTrue();
        assertThat(rule.conditions())
                .isEqualTo(new ExecConditions(
                        List.of("nginx", "/usr/sbin/httpd"),
                        List.of(new UserRange(0, 0), new UserRange(33, 33), new UserRange(1000, 65535)),
                        List.of("/tmp/**"),
                        List.of(
                                new EnvironmentCondition("LD_PRELOAD", Optional.empty()),
                                new EnvironmentCondition("LD_AUDIT", Optional.of("/tmp/**"))),
                        true,
                        true,
                        List.of("0123456789abcdef".repeat(4))));
    }

    @Test
    void ofAnExecutableThatOnlyConditionsDescribe() {
        assertThat(executable("fileless: true").name()).isEqualTo("*");
    }

    @Test
    void ofOutboundConnections() {
        OutboundRules rules =
                Text.only(Text.policy("""
                        networkMonitoring:
                          outboundConnections:
                            allowlist: [10.0.0.0/8, "fd00::/8", 192.0.2.7, "::ffff:192.0.2.0/120"]
                            blocklist: ["0.0.0.0/0"]
                            blockedIPs: [198.51.100.1]
                            blockedPorts: [22, "23", 8000-8100, "9000 - 9001"]
                            cryptoMiningPools: [Pool.MineXMR.com, "*.nanopool.org."]
                            blockedDomains: [evil.example]
                            severity: critical
                            action: log
                            logAllowed: false
                            credentialEndpoint: {allowedExecutables: [java], severity: low, action: log}
                            runtimeSockets: {sockets: [docker.sock, "@/shim/**"], allowedExecutables: [dockerd]}
                            rawSockets: {}
                        """)).network().orElseThrow().outbound().orElseThrow();
        assertThat(rules.allowlist().entries().stream().map(Cidr::toString))
                .containsExactly("10.0.0.0/8", "fd00::/8", "192.0.2.7/32", "192.0.2.0/24");
        assertThat(rules.allowlist().pathOf(1)).isEqualTo("networkMonitoring.outboundConnections.allowlist[1]");
        assertThat(rules.blocklist().entries()).containsExactly(new Cidr(IpAddress.v4(0), 0));
        assertThat(rules.blockedIps().path()).isEqualTo("networkMonitoring.outboundConnections.blockedIPs");
        assertThat(rules.blockedPorts().entries())
                .containsExactly(
                        new PortRange(22, 22),
                        new PortRange(23, 23),
                        new PortRange(8000, 8100),
                        new PortRange(9000, 9001));
        assertThat(rules.cryptoMiningPools().entries())
                .containsExactly(new DomainPattern("pool.minexmr.com", false), new DomainPattern("nanopool.org", true));
        assertThat(rules.blockedDomains().entries()).containsExactly(new DomainPattern("evil.example", false));
        assertThat(rules.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(rules.action()).isEqualTo(Action.LOG);
        assertThat(rules.logAllowed()).isFalse();
        Guards guards = rules.guards();
        assertThat(guards.credentialEndpoint().orElseThrow().allowedExecutables())
                .containsExactly("java");
        assertThat(guards.runtimeSockets().orElseThrow().sockets()).containsExactly("docker.sock", "@/shim/**");
        assertThat(guards.runtimeSockets().orElseThrow().rule().severity()).isEqualTo(Severity.CRITICAL);
        assertThat(guards.rawSockets().orElseThrow().allowedExecutables()).isEmpty();
        assertThat(guards.all().stream().map(rule -> rule.source().rule()))
                .containsExactly(
                        "networkMonitoring.outboundConnections.credentialEndpoint",
                        "networkMonitoring.outboundConnections.runtimeSockets",
                        "networkMonitoring.outboundConnections.rawSockets");
    }

    @Test
    void ofConnectionsWithDefaults() {
        PolicyDocument document = Text.only(
                Text.policy(
                        "networkMonitoring: {outboundConnections: {blockedIPs: []}, inboundConnections: {allowedPorts: [80]}}"));
        OutboundRules outbound = document.network().orElseThrow().outbound().orElseThrow();
        assertThat(List.<Object>of(outbound.severity(), outbound.action(), outbound.logAllowed()))
                .containsExactly(Severity.HIGH, Action.ALERT, true);
        assertThat(outbound.allowlist().isEmpty()).isTrue();
        InboundRules inbound = document.network().orElseThrow().inbound().orElseThrow();
        assertThat(List.<Object>of(inbound.alertOnUnexpected(), inbound.severity(), inbound.action()))
                .containsExactly(true, Severity.HIGH, Action.ALERT);
        assertThat(inbound.allowedPorts().entries()).containsExactly(new PortRange(80, 80));
    }

    @Test
    void ofSoftware() {
        SoftwareRules rules = Text.only(Text.policy("""
                        softwareInstallation:
                          packageManagers:
                            - {name: dpkg, commands: [-i, --install], severity: low, action: log}
                            - {name: pip3.11}
                          packageDatabases: true
                          dynamicLibraries: {paths: [/lib], severity: high}
                        """)).software().orElseThrow();
        assertThat(rules.packageManagers().getFirst().commands()).containsExactly("-i", "--install");
        assertThat(rules.packageManagers().get(1).commands()).isEmpty();
        assertThat(rules.packageManagers().get(1).source().rule()).isEqualTo("softwareInstallation.packageManagers[1]");
        assertThat(rules.packageDatabases().orElseThrow().source().rule())
                .isEqualTo("softwareInstallation.packageDatabases");
        assertThat(rules.dynamicLibraries().orElseThrow().paths()).containsExactly("/lib");
        assertThat(rules.dynamicLibraries().orElseThrow().severity()).isEqualTo(Severity.HIGH);
    }

    @Test
    void ofSoftwareWithEveryManagerWhereNoneIsNamed() {
        SoftwareRules rules =
                Text.only(Text.policy("softwareInstallation: {}")).software().orElseThrow();
        assertThat(rules.packageManagers()).extracting(rule -> rule.name()).contains("apt-get", "npm", "wget");
        assertThat(rules.packageManagers().getFirst().source().rule()).isEqualTo("softwareInstallation");
        assertThat(rules.packageDatabases()).isEmpty();
        assertThat(rules.dynamicLibraries()).isEmpty();
    }

    @Test
    void ofSystemCalls() {
        SyscallRules rules = Text.only(Text.policy("""
                        syscallFiltering:
                          tracedSyscalls: ["*", open]
                          rules:
                            - syscalls: [clone]
                              args:
                                - {index: 0, operator: anyBits, values: [CLONE_NEWUSER, 0x20000, 0o17]}
                                - {index: 1, values: [-1]}
                                - {index: 2, values: [0x1ffffffff]}
                                - {index: 3, operator: less, values: ["7"], bits: 64}
                        """)).syscalls().orElseThrow();
        assertThat(rules.tracedSyscalls().orElseThrow())
                .isEqualTo(new SyscallRules.TracedSyscalls(at(6, 5), List.of("open"), true));
        assertThat(rules.rules().getFirst().arguments())
                .containsExactly(
                        new ArgumentCondition(0, Operator.ANY_BITS, List.of(0x1000_0000L, 0x20000L, 15L), 32),
                        new ArgumentCondition(1, Operator.EQUAL, List.of(0xffff_ffffL), 32),
                        new ArgumentCondition(2, Operator.EQUAL, List.of(0x1_ffff_ffffL), 64),
                        new ArgumentCondition(3, Operator.LESS, List.of(7L), 64));
    }

    @Test
    void ofActions() {
        ActionSettings actions = Text.only(Text.policy("""
                        actions:
                          log: {destination: file, path: /var/log/e, logGroup: g, format: ocsf}
                          alert:
                            destinations:
                              - {type: webhook, endpoint: "https://h/p?q", headers: {X-A: b}, eventType: [file_change]}
                              - {type: qualys-crs, endpoint: "http://h", allowInsecure: true, caFile: /ca, compression: gzip, eventTypes: [syscall], minSeverity: high, policies: [p]}
                              - {type: s3, enabled: false, bucket: "${NONE:-}"}
                          block: {enabled: true, action: deny}
                          qualysIntegration: {endpoint: "https://gateway.qg2.apps.qualys.com", sendEvents: false, eventTypes: [anomaly]}
                        softwareInstallation: {}
                        """)).actions();
        assertThat(actions.log())
                .isEqualTo(new LogSettings(
                        true,
                        Optional.of(LogDestination.FILE),
                        Optional.of("g"),
                        Optional.of("/var/log/e"),
                        Optional.of("ocsf")));
        assertThat(actions.alert().destinations())
                .containsExactly(
                        new Destination(
                                "actions.alert.destinations[0]",
                                at(9, 11),
                                DestinationType.WEBHOOK,
                                true,
                                Map.of("endpoint", "https://h/p?q", "headers.X-A", "b"),
                                new Filter(List.of("file_change"), Severity.LOW, List.of())),
                        new Destination(
                                "actions.alert.destinations[1]",
                                at(10, 11),
                                DestinationType.QUALYS_CRS,
                                true,
                                Map.of(
                                        "endpoint",
                                        "http://h",
                                        "allowInsecure",
                                        "true",
                                        "caFile",
                                        "/ca",
                                        "compression",
                                        "gzip"),
                                new Filter(List.of("syscall"), Severity.HIGH, List.of("p"))),
                        new Destination(
                                "actions.alert.destinations[2]",
                                at(11, 11),
                                DestinationType.S3,
                                false,
                                Map.of(),
                                Filter.NONE));
        assertThat(actions.block()).isEqualTo(new BlockSettings(true, BlockAction.DENY));
        assertThat(actions.qualysIntegration())
                .contains(new QualysIntegration(
                        true, Optional.of("https://gateway.qg2.apps.qualys.com"), false, false, List.of("anomaly")));
    }

    @Test
    void ofActionsWithDefaults() {
        PolicyDocument document = Text.only(Text.policy("processExecution: {trackedExecutables: [{name: nc}]}"));
        assertThat(document.actions()).isEqualTo(ActionSettings.DEFAULT);
        assertThat(document.performance()).isEqualTo(PerformanceSettings.DEFAULT);
        assertThat(document.actions().block().enabled()).isFalse();
        assertThat(Text.only(Text.policy("processExecution: {trackedExecutables: [{name: nc}]}\nactions: {block: {}}"))
                        .actions()
                        .block())
                .isEqualTo(new BlockSettings(false, BlockAction.TERMINATE));
    }

    @Test
    void ofPerformance() {
        String text =
                "softwareInstallation: {}\nperformance: {samplingRate: 1.0, sampleAll: true, batchSize: 10.0, batchTimeout: 0.5, maxEventsPerSecond: \"100\"}";
        assertThat(Text.only(Text.policy(text)).performance())
                .isEqualTo(new PerformanceSettings(
                        1.0, true, OptionalInt.of(10), Optional.of(Duration.ofMillis(500)), OptionalInt.of(100)));
    }

    @Test
    void ofADisabledSectionAsNone() {
        String text = "processExecution: {enabled: false, trackedExecutables: [{name: nc}]}\nsoftwareInstallation: {}";
        assertThat(Text.only(Text.policy(text)).executions()).isEmpty();
    }
}
