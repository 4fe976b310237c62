package io.shrike.policy.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ReportsMistakesTest {
    private static final String RULE_KEYS =
            " (allowed: path, recursive, exclude, events, processes, severity, action, mitre, tags)";
    private static final String EVENTS = " (allowed: open, write, unlink, chmod, chown, rename, xattr)";
    private static final String A_NETWORK = "a network such as 10.0.0.0/8 or 2001:db8::/32, or an address";

    private static Arguments files(String rule, String... problems) {
        return Arguments.of("fileIntegrityMonitoring:\n  paths:\n    - " + rule, List.of(problems));
    }

    private static Arguments outbound(String keys, String... problems) {
        return Arguments.of("networkMonitoring:\n  outboundConnections: " + keys, List.of(problems));
    }

    private static Arguments executables(String rule, String... problems) {
        return Arguments.of("processExecution:\n  trackedExecutables:\n    - " + rule, List.of(problems));
    }

    private static Arguments calls(String rule, String... problems) {
        return Arguments.of("syscallFiltering:\n  rules:\n    - " + rule, List.of(problems));
    }

    private static Arguments section(String text, String... problems) {
        return Arguments.of(text, List.of(problems));
    }

    private static Stream<Arguments> ofFiles() {
        return Stream.of(
                files("{path: /a, @@recursve: true}", "recursve: unknown key, did you mean recursive?" + RULE_KEYS),
                files("{path: /a, @@colour: red}", "colour: unknown key" + RULE_KEYS),
                files("{path: /a, @@path: /b}", "path: given twice, first at line 7"),
                files(
                        "{path: @@~bob/x}",
                        "path: \"~bob/x\" begins with ~: write the home directory out, e.g. /home/*/.ssh"),
                files("{path: @@etc/passwd}", "path: expected an absolute path, found \"etc/passwd\""),
                files(
                        "{path: @@\"**/id_rsa\"}",
                        "path: expected an absolute path, found \"**/id_rsa\", did you mean /**/id_rsa?"),
                files("{path: @@/etc/../x}", "path: expected a path without . and .., found \"/etc/../x\""),
                files("{path: @@\"/a/[b\"}", "path: \"/a/[b\" is not a glob: [ is never closed"),
                files("{path: @@\"/a/[z-a]\"}", "path: \"/a/[z-a]\" is not a glob: the range z-a is backwards"),
                files("{path: @@\"/a/[]\"}", "path: \"/a/[]\" is not a glob: [] holds no character"),
                files("{path: @@'/a\\'}", "path: \"/a\\\\\" is not a glob: nothing follows the last backslash"),
                files("{path: @@'/a\\/b'}", "path: \"/a\\\\/b\": a \\ before a / escapes nothing"),
                files("{path: @@\"/a/***\"}", "path: \"/a/***\" is not a glob: *** is neither * nor **"),
                files("{path: @@\"\"}", "path: is empty"),
                files("{@@path: }", "path: has no value"),
                files("{path: @@[/a]}", "path: expected text, found a list"),
                files("@@{severity: high}", "path: is missing"),
                files(
                        "{path: /a, severity: @@hihg}",
                        "severity: \"hihg\" is not a severity, did you mean high? (allowed: low, medium, high, critical)"),
                files("{path: /a, action: @@drop}", "action: \"drop\" is not an action (allowed: log, alert, block)"),
                files(
                        "{path: /a, events: [@@delete, @@opne]}",
                        "events[0]: \"delete\" is not a file event, did you mean unlink?" + EVENTS,
                        "events[1]: \"opne\" is not a file event, did you mean open?" + EVENTS),
                files("{path: /a, events: @@write}", "events: expected a list, found \"write\""),
                files("{path: /a, events: @@[]}", "events: is empty and would match nothing"),
                files(
                        "{path: /a, recursive: @@yes}",
                        "recursive: expected true or false, found \"yes\", did you mean true?"),
                files(
                        "{path: /a, recursive: @@\"true\"}",
                        "recursive: expected true or false, found \"true\", leave out the quotes"),
                files(
                        "{path: /a, mitre: [@@1059]}",
                        "mitre[0]: expected a MITRE ATT&CK id such as T1059 or T1059.004, found 1059"),
                files(
                        "{path: /a, processes: {include: [@@bin/sh]}}",
                        "include[0]: expected a base name, an absolute path, or a glob of either, found \"bin/sh\""),
                files(
                        "@@5",
                        "paths[0]: expected a mapping, found 5 (allowed keys: path, recursive, exclude, events, processes, severity, action, mitre, tags)"));
    }

    private static Stream<Arguments> ofProcesses() {
        return Stream.of(
                executables("@@{severity: low}", "name: is missing (only a rule with conditions can do without)"),
                executables(
                        "{name: @@bin/sh}",
                        "name: expected a base name, an absolute path, or a glob of either, found \"bin/sh\""),
                executables("{name: a, args: @@[]}", "args: is empty and would match nothing"),
                executables("{name: a, @@argsMatch: all}", "argsMatch: needs args"),
                executables(
                        "{name: a, args: [b], argsMatch: @@every}",
                        "argsMatch: \"every\" is not a way to match arguments (allowed: any, all)"),
                executables(
                        "{user: @@www-data}",
                        "user: expected a user id, a range such as 1000-65535, or root, found \"www-data\""),
                executables(
                        "{user: [@@9-3]}",
                        "user[0]: expected user ids up to 4294967294, the lower first, found \"9-3\""),
                executables("{env: @@1A=b}", "env: expected NAME or NAME=glob, found \"1A=b\""),
                executables("{cwd: @@tmp}", "cwd: expected an absolute path, found \"tmp\""),
                section("processExecution: @@{}", "trackedExecutables: is missing"),
                section(
                        "processExecution: {trackedExecutables: @@[]}",
                        "trackedExecutables: is empty and would match nothing"));
    }

    private static Stream<Arguments> ofTheNetwork() {
        return Stream.of(
                outbound(
                        "{blocklist: [@@10.0.0.0/33]}",
                        "blocklist[0]: expected a prefix length from 0 to 32, found \"10.0.0.0/33\""),
                outbound(
                        "{blocklist: [@@\"::/129\"]}",
                        "blocklist[0]: expected a prefix length from 0 to 128, found \"::/129\""),
                outbound("{blockedIPs: [@@1.2.3]}", "blockedIPs[0]: expected " + A_NETWORK + ", found \"1.2.3\""),
                outbound(
                        "{blockedIPs: [@@010.0.0.1]}",
                        "blockedIPs[0]: expected " + A_NETWORK + ", found \"010.0.0.1\""),
                outbound(
                        "{blockedIPs: [@@\"fe80::1%eth0\"]}",
                        "blockedIPs[0]: expected " + A_NETWORK + ", found \"fe80::1%eth0\""),
                outbound("{allowlist: @@[]}", "allowlist: is empty and would match nothing"),
                outbound(
                        "{blockedPorts: [@@0, @@65536]}",
                        "blockedPorts[0]: expected a port from 1 to 65535, found 0",
                        "blockedPorts[1]: expected a port from 1 to 65535, found 65536"),
                outbound(
                        "{blockedPorts: [@@9-3]}",
                        "blockedPorts[0]: expected a range from the lower to the higher port, found \"9-3\""),
                outbound(
                        "{blockedPorts: [@@ssh]}",
                        "blockedPorts[0]: expected a port from 1 to 65535, or a range such as 8000-8100, found \"ssh\""),
                outbound(
                        "{cryptoMiningPools: [@@\"a b\"]}",
                        "cryptoMiningPools[0]: expected a domain or *.domain, found \"a b\""),
                outbound(
                        "{cryptoMiningPools: [@@\"http://a.b\"]}",
                        "cryptoMiningPools[0]: expected a domain or *.domain, found \"http://a.b\": leave out the scheme and the path"),
                outbound(
                        "{cryptoMiningPools: [@@\"a.b:3333\"]}",
                        "cryptoMiningPools[0]: expected a domain or *.domain, found \"a.b:3333\": leave out the port"),
                outbound(
                        "{blockedDomains: [@@10.1.2.3]}",
                        "blockedDomains[0]: expected a domain, found \"10.1.2.3\": addresses belong to blockedIPs"),
                outbound(
                        "{@@blocked_ports: [22]}",
                        "blocked_ports: unknown key, did you mean blockedPorts? (allowed: allowlist, blocklist, blockedIPs, blockedPorts, cryptoMiningPools, blockedDomains, logAllowed, credentialEndpoint, runtimeSockets, rawSockets, severity, action, mitre, tags)"),
                section(
                        "networkMonitoring: @@{}",
                        "networkMonitoring: needs outboundConnections or inboundConnections"),
                section(
                        "networkMonitoring: {inboundConnections: {allowedPorts: [@@70000]}}",
                        "allowedPorts[0]: expected a port from 1 to 65535, found 70000"));
    }

    private static Stream<Arguments> ofTheRest() {
        return Stream.of(
                calls("{syscalls: [@@ptrase]}", "syscalls[0]: \"ptrase\" is not a system call, did you mean ptrace?"),
                calls(
                        "{syscalls: [@@__x64_sys_openat]}",
                        "syscalls[0]: \"__x64_sys_openat\" is not a system call, did you mean openat?"),
                calls(
                        "{syscalls: [bpf], args: [{index: @@6, values: [0]}]}",
                        "index: expected a whole number from 0 to 5, found 6"),
                calls(
                        "{syscalls: [ptrace], args: [{index: 0, values: [@@PTRACE_ATACH]}]}",
                        "values[0]: expected a number or the name of a constant, found \"PTRACE_ATACH\", did you mean PTRACE_ATTACH?"),
                calls(
                        "{syscalls: [bpf], args: [{index: 0, values: [0x1ffffffff], @@bits: 32}]}",
                        "bits: a value does not fit 32 bits"),
                section(
                        "syscallFiltering: {tracedSyscalls: [@@\"**\"]}",
                        "tracedSyscalls[0]: \"**\" is not a system call"),
                section(
                        "softwareInstallation: {packageManagers: [{@@name: brew}]}",
                        "name: \"brew\" is not built in (without commands, allowed: apt, apt-get, dpkg, yum, dnf, microdnf, rpm, apk, pip, pip3, uv, easy_install, npm, yarn, pnpm, npx, gem, bundle, go, cargo, composer, conda, curl, wget)"),
                section(
                        "performance: {samplingRate: @@0}",
                        "samplingRate: expected a rate above 0 and up to 1, found 0"),
                section(
                        "performance: {samplingRate: @@1.1}",
                        "samplingRate: expected a rate above 0 and up to 1, found 1.1"),
                section(
                        "performance: {samplingRate: @@.nan}",
                        "samplingRate: expected a rate above 0 and up to 1, found .nan"),
                section(
                        "performance: {batchSize: @@ten}",
                        "batchSize: expected a whole number from 1 to 10000, found \"ten\""),
                section(
                        "performance: {batchTimeout: @@1h}",
                        "batchTimeout: expected a number of seconds above 0 and up to 3600, found \"1h\""),
                section("actions: {log: @@{destination: file}}", "path: is missing"),
                section(
                        "actions: {block: {enabled: true, action: @@kill}}",
                        "action: \"kill\" is not a way to block, did you mean terminate? (allowed: terminate, pause, deny)"),
                section(
                        "actions: {alert: {destinations: [{type: @@email}]}}",
                        "type: \"email\" is not a destination type (allowed: qualys-crs, sns, cloudwatch, webhook, file, syslog, eventbridge, securityhub, firehose, s3, dynamodb)"),
                section(
                        "actions: {alert: {destinations: [{type: webhook, endpoint: @@\"http://h\"}]}}",
                        "endpoint: http:// sends events and tokens in the clear: use https://, or say allowInsecure: true"),
                section(
                        "actions: {qualysIntegration: {endpoint: @@\"http://h\", allowInsecure: false}}",
                        "endpoint: http:// sends events and tokens in the clear: use https://, or say allowInsecure: true"),
                section(
                        "actions: {alert: {destinations: [{type: syslog, endpoint: @@\"udp://h:514\"}]}}",
                        "endpoint: udp:// sends events in the clear: use tls://, or say allowInsecure: true"),
                section(
                        "actions: {alert: {destinations: [{type: syslog, endpoint: @@\"https://h\"}]}}",
                        "endpoint: expected an address such as tls://host:6514, found \"https://h\""),
                section(
                        "actions: {alert: {destinations: [{type: file, path: /f, maxSizeMiB: @@0}]}}",
                        "maxSizeMiB: expected a whole number from 1 to 100000, found 0"),
                section(
                        "actions: {alert: {destinations: [@@{type: webhook}]}}",
                        "endpoint: is missing, the destination webhook needs it"),
                section(
                        "actions: {alert: {destinations: [{type: sns, topicArn: \"arn:aws:sns:eu-west-1:123456789012:t\", @@bucket: b}]}}",
                        "bucket: unknown key (allowed: type, enabled, eventType, eventTypes, minSeverity, policies, topicArn, region, format)"),
                section(
                        "actions: {alert: {destinations: [{type: sns, topicArn: @@\"\"}]}}",
                        "topicArn: is empty, the destination sns needs it: set it, or say enabled: false"),
                section(
                        "actions: {alert: {destinations: [{type: sns, topicArn: @@alerts}]}}",
                        "topicArn: expected an ARN such as arn:aws:sns:eu-west-1:123456789012:alerts, found \"alerts\""),
                section(
                        "actions: {alert: {destinations: [{type: eventbridge, region: @@\"Ireland!\"}]}}",
                        "region: expected a region such as eu-west-1, found \"Ireland!\""),
                section(
                        "actions: {alert: {destinations: [{type: cloudwatch, logGroup: @@\"my group\"}]}}",
                        "logGroup: expected a log group of up to 512 letters, digits and . - _ / #, found \"my group\""),
                section(
                        "actions: {alert: {destinations: [{type: cloudwatch, logGroup: g, logStream: @@\"a:b\"}]}}",
                        "logStream: expected a log stream of up to 512 characters without : and *, found \"a:b\""),
                section(
                        "actions: {alert: {destinations: [{type: cloudwatch, logGroup: g, namespace: @@AWS/ECS}]}}",
                        "namespace: expected a namespace of up to 255 letters, digits and . - _ / # : that does not begin with AWS/, found \"AWS/ECS\""),
                section(
                        "actions: {alert: {destinations: [{type: cloudwatch, logGroup: g, namespace: n, @@format: ocsf}]}}",
                        "format: ocsf has no metrics, so that namespace cannot be: leave out one of them"),
                section(
                        "actions: {alert: {destinations: [{type: dynamodb, tableName: tab, @@format: ocsf}]}}",
                        "format: unknown key (allowed: type, enabled, eventType, eventTypes, minSeverity, policies, tableName, region)"),
                section(
                        "actions: {alert: {destinations: [{type: qualys-crs, @@format: ocsf}]}}",
                        "format: unknown key (allowed: type, enabled, eventType, eventTypes, minSeverity, policies, endpoint, allowInsecure, caFile, compression)"),
                section(
                        "actions: {alert: {destinations: [{type: securityhub, @@format: ocsf}]}}",
                        "format: unknown key (allowed: type, enabled, eventType, eventTypes, minSeverity, policies, accountId, region)"),
                section(
                        "actions: {log: {@@format: ocsf}}",
                        "format: is the form of events at a destination, and the log names none: say destination"),
                section(
                        "actions: {alert: {destinations: [{type: s3, bucket: @@Alerts}]}}",
                        "bucket: expected a bucket of 3 to 63 small letters, digits, dots and hyphens, found \"Alerts\""),
                section(
                        "actions: {alert: {destinations: [{type: eventbridge, source: @@aws.ecs}]}}",
                        "source: expected a source of up to 256 letters, digits and . - _ / that does not begin with aws., found \"aws.ecs\""),
                section(
                        "actions: {alert: {destinations: [{type: securityhub, accountId: @@me}]}}",
                        "accountId: expected an account of AWS, which is 12 digits, found \"me\""),
                section(
                        "actions: {alert: {destinations: [{type: dynamodb, tableName: @@\"t!\"}]}}",
                        "tableName: expected a table of 3 to 255 letters, digits and . - _, found \"t!\""),
                section(
                        "actions: {qualysIntegration: {endpoint: @@gateway}}",
                        "endpoint: expected a URL such as https://host/path, found \"gateway\""),
                section(
                        "actions: {qualysIntegration: {eventTypes: [@@file_chang]}}",
                        "eventTypes[0]: \"file_chang\" is not an event type, did you mean file_change? (allowed: process_execution, file_change, file_access, network_connection, network_listen, dns_query, software_installation, file_download, syscall, session, sensor_status, sensor_gap, policy_loaded, policy_error, events_suppressed, anomaly)"),
                section(
                        "@@fileIntegrityMonitorin: {}",
                        "fileIntegrityMonitorin: unknown key, did you mean fileIntegrityMonitoring? (allowed: fileIntegrityMonitoring, processExecution, networkMonitoring, softwareInstallation, syscallFiltering, actions, performance)"));
    }

    @ParameterizedTest
    @MethodSource({"ofFiles", "ofProcesses", "ofTheNetwork", "ofTheRest"})
    void saysWhereAndWhatAndWhatInstead(String sections, List<String> expected) {
        Marked marked = Marked.of(Text.policy(sections));
        ParseResult result = Text.parse(marked.text());
        assertThat(Text.problems(result)).containsExactlyElementsOf(marked.at(expected));
        assertThat(result.documents()).isEmpty();
        assertThat(result.hasErrors()).isTrue();
    }

    @Test
    void reportsAllMistakesAtOnceInTheOrderOfTheText() {
        String text = """
                apiVersion: security.qualys.com/v2
                kind: TracingPolicies
                metadata:
                  labels: [a]
                spec:
                  fileIntegrityMonitoring:
                    paths:
                      - path: relative
                        severity: big
                  performance:
                    batchSize: 0
                """;
        assertThat(Text.problems(text))
                .containsExactly(
                        "p.yaml:1:13: apiVersion: expected security.qualys.com/v1, found \"security.qualys.com/v2\"",
                        "p.yaml:2:7: kind: expected TracingPolicy, found \"TracingPolicies\"",
                        "p.yaml:4:3: name: is missing",
                        "p.yaml:4:11: labels: expected a mapping, found a list",
                        "p.yaml:8:15: path: expected an absolute path, found \"relative\"",
                        "p.yaml:9:19: severity: \"big\" is not a severity (allowed: low, medium, high, critical)",
                        "p.yaml:11:16: batchSize: expected a whole number from 1 to 10000, found 0");
    }

    @Test
    void reportsMistakesOfADisabledSectionToo() {
        assertThat(Text.problems(Text.policy("processExecution: {enabled: false, trackedExecutables: [{name: ~x}]}")))
                .hasSize(1);
    }

    @Test
    void namesTheVariableThatIsNotSet() {
        String text = Text.policy("""
                softwareInstallation: {}
                actions:
                  alert:
                    destinations:
                      - {type: sns, enabled: false, topicArn: "${SNS_TOPIC_ARN}"}
                """);
        String expected =
                "p.yaml:9:49: the environment variable SNS_TOPIC_ARN is not set: set it, or write ${SNS_TOPIC_ARN:-default}";
        assertThat(Text.problems(text)).containsExactly(expected);
        assertThat(Text.parse(text, Map.of("SNS_TOPIC_ARN", "arn:aws:sns:eu-west-1:123456789012:t"))
                        .problems())
                .isEmpty();
    }

    @Test
    void neverShowsTheValueOfAVariable() {
        String text = Text.policy("performance: {batchSize: \"${SECRET}\"}");
        assertThat(Text.problems(Text.parse(text, Map.of("SECRET", "hunter2"))))
                .containsExactly(
                        "p.yaml:5:28: batchSize: expected a whole number from 1 to 10000, found \"${SECRET}\"");
    }

    @Test
    void refusesAVariableThatIsNotWrittenRight() {
        assertThat(Text.problems(Text.policy("performance: {batchSize: \"${1X}\"}")))
                .containsExactly(
                        "p.yaml:5:28: \"${1X}\" has a broken variable (allowed: ${NAME}, ${NAME:-default}; $${ for a literal ${)");
    }

    @Test
    void stopsListingAfterTwoHundredProblemsAndCountsTheRest() {
        StringBuilder text = new StringBuilder(Text.HEAD);
        for (int i = 0; i < 1000; i++) {
            text.append("  unknown").append(i).append(": 1\n");
        }
        List<String> problems = Text.problems(text.toString());
        assertThat(problems).hasSize(201);
        assertThat(problems.getLast()).isEqualTo("p.yaml: 800 more problems are not shown");
    }

    @Test
    void showsNothingThatCouldTroubleATerminal() {
        assertThat(Text.problems(Text.policy("performance: {batchSize: \"\\e[31m\\n\"}")))
                .containsExactly(
                        "p.yaml:5:28: batchSize: expected a whole number from 1 to 10000, found \"\\u{1b}[31m\\u{a}\"");
    }
}
