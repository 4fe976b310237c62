package io.shrike.app.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shrike.app.config.ConfigurationException;
import io.shrike.delivery.send.Route;
import io.shrike.policy.compile.PolicyCompiler;
import io.shrike.policy.yaml.ParseResult;
import io.shrike.policy.yaml.PolicyParser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryPlannerTest {
    private static final Map<String, String> QUALYS = Map.of("QUALYS_ACCESS_TOKEN", "token-1234", "QUALYS_POD", "eu2");

    private static DeliveryPlan plan(Map<String, String> environment, String... sections) {
        StringBuilder documents = new StringBuilder();
        for (String section : sections) {
            documents.append("""
                    ---
                    apiVersion: security.qualys.com/v1
                    kind: TracingPolicy
                    metadata: {name: p}
                    softwareInstallation: {}
                    %s
                    """.formatted(section));
        }
        ParseResult parsed = PolicyParser.parse(
                "p.yaml", documents.toString().getBytes(StandardCharsets.UTF_8), _ -> Optional.empty());
        assertThat(parsed.hasErrors()).isFalse();
        return DeliveryPlanner.plan(
                new PolicyCompiler(_ -> Set.of()).compile(parsed.documents()).delivery(), environment);
    }

    private static String destinations(String... destinations) {
        return "actions: {alert: {destinations: [" + String.join(", ", destinations) + "]}}";
    }

    private static List<String> identities(DeliveryPlan plan) {
        return plan.routes().stream().map(Route::identity).toList();
    }

    @Test
    void asksTheEnvironmentWherePoliciesAreSilentAboutDestinations() {
        String pod = "qualys-crs https://gateway.qg2.apps.qualys.eu/cspm/v1/runtime/events";
        assertThat(identities(plan(QUALYS, ""))).containsExactly(pod);
        assertThat(identities(plan(QUALYS, "", ""))).containsExactly(pod);
        assertThat(plan(Map.of("QUALYS_POD", "EU2"), "").routes()).isEmpty();
        assertThat(plan(Map.of("QUALYS_ACCESS_TOKEN", "token-1234"), "").routes())
                .isEmpty();
    }

    @Test
    void doesNotAskTheEnvironmentWhereAPolicySaysWhereAlertsGo() {
        assertThat(plan(QUALYS, "", destinations("{type: qualys-crs, enabled: false}"))
                        .routes())
                .isEmpty();
        assertThat(plan(QUALYS, "actions: {alert: {enabled: false}}").routes()).isEmpty();
        assertThat(plan(QUALYS, "actions: {qualysIntegration: {enabled: false}}")
                        .routes())
                .isEmpty();
        assertThat(identities(plan(QUALYS, destinations("{type: webhook, endpoint: \"https://w.example/in\"}"))))
                .containsExactly("webhook https://w.example/in");
    }

    @Test
    void findsQualysByPolicyThenVariableThenPod() {
        String pod = "qualys-crs https://gateway.qg2.apps.qualys.eu/cspm/v1/runtime/events";
        assertThat(identities(plan(QUALYS, destinations("{type: qualys-crs}")))).containsExactly(pod);
        Map<String, String> variable =
                Map.of("QUALYS_ACCESS_TOKEN", "t", "QUALYS_POD", "EU2", "QUALYS_CRS_ENDPOINT", "https://q.example/");
        assertThat(identities(plan(variable, destinations("{type: qualys-crs}"))))
                .containsExactly("qualys-crs https://q.example/cspm/v1/runtime/events");
        assertThat(identities(plan(variable, destinations("{type: qualys-crs, endpoint: \"https://p.example/in\"}"))))
                .containsExactly("qualys-crs https://p.example/in");
    }

    @Test
    void makesOneRouteOfADestinationNamedTwice() {
        DeliveryPlan plan = plan(
                QUALYS,
                destinations("{type: qualys-crs, eventType: syscall}", "{type: qualys-crs, minSeverity: high}"),
                "actions: {qualysIntegration: {eventTypes: [file_change]}}");
        assertThat(plan.routes()).hasSize(1);
        assertThat(plan.routes().getFirst().filters()).hasSize(3);
        assertThat(plan.routes().getFirst().filters())
                .filteredOn(filter -> filter.logged())
                .hasSize(1);
    }

    @Test
    void keepsTwoWebhooksApartThatDifferInMoreThanTheirFilters() {
        assertThat(identities(plan(
                        Map.of(),
                        destinations(
                                "{type: webhook, endpoint: \"https://h/\", headers: {A: b}}",
                                "{type: webhook, endpoint: \"https://h/\"}"))))
                .containsExactly("webhook https://h/", "webhook https://h/ #2");
    }

    @Test
    void theUsualFormIsTheSameWhetherItIsNamedOrNot() {
        assertThat(identities(plan(
                        Map.of(),
                        destinations(
                                "{type: syslog, endpoint: \"tls://h\", format: native}",
                                "{type: syslog, endpoint: \"tls://h\"}",
                                "{type: syslog, endpoint: \"tls://h\", format: ocsf}"))))
                .containsExactly("syslog tls://h", "syslog tls://h #2");
    }

    @Test
    void standardOutputHasOneForm() {
        String ocsf = "actions: {log: {destination: stdout, format: ocsf}}";
        assertThat(identities(plan(Map.of(), ocsf, ocsf))).containsExactly("stdout");
        assertThatThrownBy(() -> plan(Map.of(), ocsf, "actions: {log: {destination: stdout}}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("actions.log.format: policies want both native and ocsf on standard output");
    }

    @Test
    void opensFilesAndSyslog() {
        DeliveryPlan plan = plan(
                Map.of(),
                destinations(
                        "{type: file, path: /var/log/a.jsonl, maxSizeMiB: 5, keep: 0}",
                        "{type: syslog, endpoint: \"tls://h\", facility: local1}"));
        assertThat(identities(plan)).containsExactly("file file:///var/log/a.jsonl", "syslog tls://h");
        assertThat(plan.notes()).isEmpty();
    }

    @Test
    void namesNoDestinationThatIsSwitchedOff() {
        assertThat(plan(QUALYS, destinations("{type: qualys-crs, enabled: false}"))
                        .routes())
                .isEmpty();
        assertThat(plan(QUALYS, "actions: {alert: {enabled: false, destinations: [{type: qualys-crs}]}}")
                        .routes())
                .isEmpty();
        assertThat(plan(QUALYS, "actions: {qualysIntegration: {sendEvents: false}}")
                        .routes())
                .isEmpty();
    }

    @Test
    void notesWhatGetsNothing() {
        assertThat(plan(Map.of("QUALYS_POD", "US1"), destinations("{type: qualys-crs}"))
                        .notes())
                .containsExactly("the destination qualys-crs gets nothing: QUALYS_ACCESS_TOKEN is not set");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sns|sns gets nothing: neither topicArn nor SNS_TOPIC_ARN is set",
                "cloudwatch|cloudwatch gets nothing: neither logGroup nor LOG_GROUP_NAME is set",
                "dynamodb|dynamodb gets nothing: neither tableName nor EVENTS_TABLE_NAME is set",
                "eventbridge|eventbridge gets nothing: neither region nor AWS_REGION is set",
                "firehose, streamName: s|firehose gets nothing: neither region nor AWS_REGION is set",
                "securityhub|securityhub gets nothing: neither region nor AWS_REGION is set",
                "s3, bucket: buc|s3 gets nothing: neither region nor AWS_REGION is set",
                "cloudwatch, logGroup: g|cloudwatch gets nothing: neither region nor AWS_REGION is set"
            })
    void notesWhatOfAwsNobodyNames(String destination, String note) {
        assertThat(plan(QUALYS, destinations("{type: " + destination + "}")).notes())
                .containsExactly("the destination " + note);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SNS_TOPIC_ARN|alerts|SNS_TOPIC_ARN: expected an ARN such as arn:aws:sns:eu-west-1:123456789012:alerts, found \"alerts\"",
                "AWS_ENDPOINT_URL|sns.local|AWS_ENDPOINT_URL: expected a URL such as https://host, found \"sns.local\"",
                "NO_VARIABLE|x|the modules for AWS are not installed"
            })
    void refusesWhatCannotBeOfAws(String variable, String value, String message) {
        Map<String, String> environment =
                new java.util.HashMap<>(Map.of("SNS_TOPIC_ARN", "arn:aws:sns:eu-west-1:123456789012:alerts"));
        environment.put(variable, value);
        assertThatThrownBy(() -> plan(environment, destinations("{type: sns}")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message);
    }

    @Test
    void writesTheLogWherePoliciesSay() {
        DeliveryPlan both = plan(
                Map.of(),
                "actions: {log: {destination: stdout}}",
                "actions: {log: {destination: file, path: /var/log/all.jsonl}}",
                "actions: {log: {destination: stdout, enabled: false}}");
        assertThat(identities(both)).containsExactly("file file:///var/log/all.jsonl", "stdout");
        assertThat(both.output()).isPresent();
        assertThat(both.logsElsewhere()).isTrue();
        assertThat(both.routes()).flatExtracting(Route::filters).allMatch(filter -> filter.logged());
        assertThat(plan(Map.of(), "actions: {log: {enabled: false, destination: stdout}}")
                        .output())
                .isEmpty();
    }

    @Test
    void notesALogInCloudWatchWithoutAGroup() {
        DeliveryPlan cloud = plan(Map.of(), "actions: {log: {destination: cloudwatch}}");
        assertThat(cloud.notes())
                .containsExactly("the destination cloudwatch gets nothing: neither logGroup nor LOG_GROUP_NAME is set");
        assertThat(cloud.logsElsewhere()).isFalse();
        assertThat(plan(Map.of(), "actions: {log: {destination: cloudwatch, enabled: false}}")
                        .notes())
                .isEmpty();
    }

    @Test
    void logsToTheFileOfAnAlertWithoutASecondOne() {
        DeliveryPlan plan = plan(
                Map.of(),
                destinations("{type: file, path: /var/log/all.jsonl}"),
                "actions: {log: {destination: file, path: /var/log/all.jsonl}}");
        assertThat(identities(plan)).containsExactly("file file:///var/log/all.jsonl");
        assertThat(plan.routes().getFirst().filters()).hasSize(2);
    }

    @Test
    void tellsSecretsToTheMask() {
        assertThat(plan(QUALYS, destinations("{type: webhook, endpoint: \"https://h/\", secret: key}"))
                        .secrets())
                .containsExactlyInAnyOrder("token-1234", "key");
    }

    @Test
    void tellsWhatAWebhookKnowsToTheMaskToo() {
        String hook =
                "{type: webhook, endpoint: \"https://h/services/T0AbCdEfGh1JkLmNoPqRs/some-name-that-is-just-long?sig=aaaaaaaaaaaaaaaaaaaa\","
                        + " headers: {Authorization: Bearer abcdefgh1, X-Team: payments}}";
        assertThat(plan(Map.of(), destinations(hook)).secrets())
                .contains("T0AbCdEfGh1JkLmNoPqRs", "aaaaaaaaaaaaaaaaaaaa", "abcdefgh1")
                .doesNotContain("payments", "some-name-that-is-just-long");
    }

    @Test
    void tellsThePasswordOfAProxyToTheMaskInEveryFormThatItHas() {
        assertThat(plan(Map.of("HTTPS_PROXY", "http://me:p%40ssword@proxy:3128"), "")
                        .secrets())
                .containsExactly("p@ssword", "p%40ssword", "bWU6cEBzc3dvcmQ=");
    }

    @Test
    void certificatesThatCannotBeReadAreToldByWhoNamesThem() {
        String there = "{type: webhook, endpoint: \"https://h/\"}";
        String log = "{type: syslog, endpoint: \"tls://h\"}";
        Map<String, String> nowhere = Map.of("SHRIKE_CA_FILE", "/no/such/ca.pem");
        for (String destination : List.of(there, log)) {
            assertThatThrownBy(() -> plan(nowhere, destinations(destination)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage("shrike: SHRIKE_CA_FILE: /no/such/ca.pem: No such file or directory");
        }
        assertThatThrownBy(() -> plan(nowhere, destinations(there.replace("}", ", caFile: /nor/this.pem}"))))
                .hasMessage("shrike: caFile: /nor/this.pem: No such file or directory");
        assertThat(plan(nowhere, destinations("{type: file, path: /a}")).routes())
                .hasSize(1);
    }

    @Test
    void takesBatchesFromTheEnvironmentThenThePolicies() {
        String policy = "performance: {batchSize: 7, batchTimeout: 2.5}";
        assertThat(plan(Map.of(), policy).limits().events()).isEqualTo(7);
        assertThat(plan(Map.of(), policy).limits().longest()).isEqualTo(Duration.ofMillis(2_500));
        DeliveryPlan changed = plan(Map.of("EVENT_BATCH_SIZE", "9", "EVENT_BATCH_TIMEOUT", "0.5"), policy);
        assertThat(changed.limits().events()).isEqualTo(9);
        assertThat(changed.limits().longest()).isEqualTo(Duration.ofMillis(500));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "QUALYS_POD|XX1|is not a pod (known: AE1,",
                "QUALYS_CRS_ENDPOINT|http://q.example|http:// only with allowInsecure: true",
                "QUALYS_CRS_ENDPOINT|nowhere|expected a URL such as https://host",
                "QUALYS_ACCESS_TOKEN|two words|QUALYS_ACCESS_TOKEN holds a blank",
                "EVENT_BATCH_SIZE|none|EVENT_BATCH_SIZE: expected a number",
                "EVENT_BATCH_TIMEOUT|-1|EVENT_BATCH_TIMEOUT: expected a number",
                "HTTPS_PROXY|socks5://h:1|HTTPS_PROXY is not the address of a proxy"
            })
    void refusesWhatCannotBe(String variable, String value, String message) {
        Map<String, String> environment = new java.util.HashMap<>(QUALYS);
        environment.put(variable, value);
        assertThatThrownBy(() -> plan(environment, destinations("{type: qualys-crs}")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("two words");
    }

    @Test
    void seesThatEventsGoElsewhereAfterAReload() {
        ParseResult one = parse("minSeverity: low");
        ParseResult two = parse("minSeverity: high");
        PolicyCompiler compiler = new PolicyCompiler(_ -> Set.of());
        assertThat(compiler.compile(one.documents())
                        .delivery()
                        .goesWhere(compiler.compile(parse("minSeverity: low").documents())
                                .delivery()))
                .isTrue();
        assertThat(compiler.compile(one.documents())
                        .delivery()
                        .goesWhere(compiler.compile(two.documents()).delivery()))
                .isFalse();
    }

    private static ParseResult parse(String key) {
        return PolicyParser.parse(
                "p.yaml",
                ("apiVersion: security.qualys.com/v1\nkind: TracingPolicy\nmetadata: {name: p}\nsoftwareInstallation: {}\n"
                                + destinations("{type: qualys-crs, " + key + "}"))
                        .getBytes(StandardCharsets.UTF_8),
                _ -> Optional.empty());
    }
}
