package io.shrike.policy.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class LintTest {
    private static Arguments policy(String sections, String... warnings) {
        return Arguments.of(sections, List.of(warnings));
    }

    private static String paths(String... rules) {
        return "fileIntegrityMonitoring:\n  paths:\n    - " + String.join("\n    - ", rules);
    }

    private static String tracked(String... rules) {
        return "processExecution:\n  trackedExecutables:\n    - " + String.join("\n    - ", rules);
    }

    private static String outbound(String keys) {
        return "networkMonitoring:\n  outboundConnections: " + keys;
    }

    private static Stream<Arguments> shadowed() {
        String covers =
                "fileIntegrityMonitoring.paths[1]: adds nothing, fileIntegrityMonitoring.paths[0] at line 7 covers it";
        return Stream.of(
                policy(paths("{path: /etc, recursive: true}", "@@{path: /etc/cron.d/x}"), covers),
                policy(
                        paths("{path: /etc, recursive: true}", "@@{path: /etc/*.d, recursive: true, events: [open]}"),
                        covers),
                policy(paths("{path: /a}", "@@{path: /a}"), covers),
                policy(paths("{path: /, recursive: true}", "@@{path: /a}"), covers),
                policy(paths("{path: /etc}", "{path: /etc, recursive: true}")),
                policy(paths("{path: /etc}", "{path: /etc/a}")),
                policy(paths("{path: /etc, recursive: true}", "{path: /etcetera}")),
                policy(paths("{path: /etc, recursive: true}", "{path: /etc/a, events: [chmod]}")),
                policy(paths("{path: /etc, recursive: true}", "{path: /etc/a, severity: high}")),
                policy(paths("{path: /etc, recursive: true, action: log}", "{path: /etc/a}")),
                policy(paths("{path: /etc, recursive: true, exclude: [/etc/b]}", "{path: /etc/a}")),
                policy(paths("{path: /etc, recursive: true, processes: {exclude: [vi]}}", "{path: /etc/a}")),
                policy(paths("{path: /etc, recursive: true}", "{path: /etc/a, mitre: [T1098]}")),
                policy(
                        tracked("{name: nc}", "@@{name: nc, args: [-e]}"),
                        "processExecution.trackedExecutables[1]: adds nothing, processExecution.trackedExecutables[0] at line 7 covers it"),
                policy(tracked("{name: nc, args: [-e]}", "{name: nc}")),
                policy(tracked("{name: nc}", "{name: nc, captureArgs: true}")),
                policy(
                        "syscallFiltering:\n  rules:\n    - {syscalls: [bpf]}\n    - @@{syscalls: [bpf], severity: low}",
                        "syscallFiltering.rules[1]: adds nothing, syscallFiltering.rules[0] at line 7 covers it"),
                policy(
                        outbound("{blockedIPs: [10.0.0.0/8, @@10.1.0.0/16, @@10.2.3.4, 11.0.0.0/8]}"),
                        "blockedIPs[1]: adds nothing, blockedIPs[0] covers it",
                        "blockedIPs[2]: adds nothing, blockedIPs[0] covers it"),
                policy(
                        outbound("{blockedIPs: [\"::/0\", 10.0.0.1, @@\"2001:db8::1\"]}"),
                        "blockedIPs[2]: adds nothing, blockedIPs[0] covers it"),
                policy(
                        outbound("{blockedPorts: [20-30, @@22, 29-31, @@21-31]}"),
                        "blockedPorts[1]: adds nothing, blockedPorts[0] covers it",
                        "blockedPorts[3]: adds nothing, blockedPorts[0] covers it"),
                policy(
                        outbound("{blockedDomains: [a.b, @@A.b., \"*.a.b\"]}"),
                        "blockedDomains[1]: adds nothing, blockedDomains[0] covers it"));
    }

    private static Stream<Arguments> blind() {
        String has = "tracedSyscalls at line 5 has none of ";
        String traced = "syscallFiltering: {tracedSyscalls: [%s]}\n";
        return Stream.of(
                policy(
                        traced.formatted("connect") + tracked("@@{name: nc}", "{name: socat}"),
                        "processExecution.trackedExecutables[0] (and 1 more): can never fire, " + has
                                + "execve, execveat"),
                policy(
                        traced.formatted("execve") + outbound("@@{blockedPorts: [22]}"),
                        "networkMonitoring.outboundConnections: can never fire, " + has
                                + "connect, sendto, sendmsg, sendmmsg"),
                policy(
                        traced.formatted("openat") + paths("@@{path: /a, events: [write, chmod]}"),
                        "fileIntegrityMonitoring.paths[0]: the event chmod never comes, " + has
                                + "chmod, fchmod, fchmodat, fchmodat2"),
                policy(
                        "syscallFiltering:\n  tracedSyscalls: [openat2]\n  rules:\n    - @@{syscalls: [bpf]}\n    - {syscalls: [open]}",
                        "syscallFiltering.rules[0]: can never fire, tracedSyscalls at line 6 has none of bpf"),
                policy(traced.formatted("\"*\"") + tracked("{name: nc}")),
                policy(traced.formatted("execveat") + tracked("{name: nc}")));
    }

    private static Stream<Arguments> unheard() {
        return Stream.of(
                policy(
                        "actions: {alert: {enabled: false}}\n"
                                + tracked("{name: a, action: log}", "@@{name: b}", "{name: c}"),
                        "processExecution.trackedExecutables[1] (and 1 more): action alert, which actions.alert switches off: nobody is alerted"),
                policy(
                        "actions: {log: {enabled: false}}\n" + tracked("@@{name: a, action: log}"),
                        "processExecution.trackedExecutables[0]: action log, which actions.log switches off: what they find is not told"),
                policy(
                        tracked("@@{name: a, action: block}"),
                        "processExecution.trackedExecutables[0]: action block, which actions.block does not enable: the outcome is would_block"),
                policy("actions: {block: {enabled: false}}\n" + tracked("{name: a, action: block}")),
                policy(
                        "softwareInstallation: {}\nactions: {alert: {destinations: [@@{type: sns}]}}",
                        "the destination sns gets nothing: neither topicArn nor SNS_TOPIC_ARN is set"),
                policy(
                        "softwareInstallation: {}\nactions: {log: {@@destination: cloudwatch}}",
                        "log: nothing reaches CloudWatch: neither logGroup nor LOG_GROUP_NAME is set"));
    }

    private static Stream<Arguments> odd() {
        return Stream.of(
                policy(
                        outbound("{blockedIPs: [@@10.1.2.3/8]}"),
                        "blockedIPs[0]: \"10.1.2.3/8\" has bits beyond its prefix, taken as 10.0.0.0/8"),
                policy(
                        outbound("{@@blocklist: [0.0.0.0/0]}"),
                        "blocklist: blocks every IPv4 address and leaves IPv6 open: add ::/0"),
                policy(outbound("{allowlist: [10.0.0.0/8], blocklist: [0.0.0.0/0]}")),
                policy(
                        paths("{path: @@\"/etc/{a,b}\"}"),
                        "path: \"/etc/{a,b}\" has braces, which are taken literally: write a rule or an entry for each"),
                policy(
                        "softwareInstallation: {packageManagers: [{@@name: atp-get, commands: [install]}]}",
                        "name: \"atp-get\" is not built in, did you mean apt-get?"));
    }

    @ParameterizedTest
    @MethodSource({"shadowed", "blind", "unheard", "odd"})
    void warnsAndLoads(String sections, List<String> expected) {
        Marked marked = Marked.of(Text.policy(sections));
        ParseResult result = Text.parse(marked.text());
        List<String> warnings = marked.at(
                expected.stream().map(warning -> "warning: " + warning).toList());
        assertThat(Text.problems(result)).containsExactlyElementsOf(warnings);
        assertThat(result.documents()).hasSize(1);
        assertThat(result.hasErrors()).isFalse();
    }

    @Test
    void warnsOfAFileThatWatchesNothing() {
        assertThat(Text.problems(Text.policy("performance: {batchSize: 1}")))
                .containsExactly("p.yaml:1:1: warning: nothing is watched: there is no section that is enabled");
    }
}
