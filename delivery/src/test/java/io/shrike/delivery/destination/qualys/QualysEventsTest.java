package io.shrike.delivery.destination.qualys;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.delivery.encode.JsonText;
import io.shrike.delivery.encode.Samples;
import io.shrike.model.Action;
import io.shrike.model.ByteString;
import io.shrike.model.Event;
import io.shrike.model.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QualysEventsTest {
    private static String translate(String event) throws IOException {
        return new String(QualysEvents.translate(ByteString.utf8(event)).toArray(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "process_execution, process_execution",
        "file_change, file_change",
        "file_access, file_change",
        "network_connection, network_connection",
        "software_installation, software_installation"
    })
    void tellsTheTypesThatQualysHas(String ours, String theirs) throws IOException {
        assertThat(translate("{\"eventId\":\"i\",\"eventType\":\"" + ours + "\",\"file\":{\"operation\":\"open\"}}"))
                .isEqualTo("{\"eventId\":\"i\",\"eventType\":\"" + theirs + "\",\"file\":{\"operation\":\"open\"}}");
    }

    @Test
    void tellsEverythingElseAsAnAnomaly() throws IOException {
        assertThat(translate("{\"eventType\":\"syscall\"}"))
                .isEqualTo("{\"eventType\":\"anomaly\",\"anomalyType\":\"syscall\"}");
    }

    @Test
    void makesOneStringOfTheArguments() throws IOException {
        assertThat(translate(
                        "{\"process\":{\"pid\":1,\"arguments\":[\"sh\",\"-c\",\"a \\\"b\\\" \\u001b\"],\"uid\":0}}"))
                .isEqualTo("{\"process\":{\"pid\":1,\"arguments\":\"sh -c a \\\"b\\\" \\u001B\",\"uid\":0}}");
        assertThat(translate("{\"process\":{\"arguments\":{\"unreadable\":\"EFAULT\"},\"uid\":0}}"))
                .isEqualTo("{\"process\":{\"arguments\":\"<unreadable: EFAULT>\",\"uid\":0}}");
        assertThat(translate("{\"process\":{\"arguments\":[]}}")).isEqualTo("{\"process\":{\"arguments\":\"\"}}");
    }

    @Test
    void keepsFiveMembersOfTheContainer() throws IOException {
        assertThat(
                        translate(
                                "{\"container\":{\"id\":\"i\",\"name\":\"n\",\"image\":\"x\",\"taskArn\":\"t\",\"clusterArn\":\"c\",\"taskFamily\":\"f\",\"taskRevision\":\"7\"}}"))
                .isEqualTo(
                        "{\"container\":{\"id\":\"i\",\"name\":\"n\",\"taskArn\":\"t\",\"clusterArn\":\"c\",\"taskFamily\":\"f\"}}");
    }

    @Test
    void keepsTheRestOfEveryEventAsItIs() throws IOException {
        String event = "{\"a\":[1,{\"b\":true}],\"arguments\":[1],\"n\":1.50,\"file\":{\"arguments\":[\"x\"]}}";
        assertThat(JsonText.parse(translate(event))).isEqualTo(JsonText.parse(event));
    }

    @Test
    void takesNoEventsOfTheSensorItselfAndOnlyAlertsOfWhatItHasNoTypeFor() {
        assertThat(QualysEvents.typeOf(new Event.PolicyLoaded(Samples.TIME, List.of(), "s", List.of())))
                .isEmpty();
        assertThat(QualysEvents.typeOf(Samples.minor(Samples.TIME, Severity.LOW, Action.LOG, "r")))
                .contains("file_change");
    }

    @Test
    void knowsTheGatewayOfEveryPod() {
        Map<String, String> hosts = Map.ofEntries(
                Map.entry("US1", "gateway.qg1.apps.qualys.com"),
                Map.entry("us2", "gateway.qg2.apps.qualys.com"),
                Map.entry("US3", "gateway.qg3.apps.qualys.com"),
                Map.entry("US4", "gateway.qg4.apps.qualys.com"),
                Map.entry("EU1", "gateway.qg1.apps.qualys.eu"),
                Map.entry("EU2", "gateway.qg2.apps.qualys.eu"),
                Map.entry("IN1", "gateway.qg1.apps.qualys.in"),
                Map.entry("CA1", "gateway.qg1.apps.qualys.ca"),
                Map.entry("AE1", "gateway.qg1.apps.qualys.ae"),
                Map.entry("UK1", "gateway.qg1.apps.qualys.co.uk"));
        hosts.forEach((pod, host) -> assertThat(QualysGateways.ofPod(pod).map(Object::toString))
                .contains("https://" + host + "/cspm/v1/runtime/events"));
        assertThat(QualysGateways.ofPod("MARS1")).isEmpty();
        assertThat(QualysGateways.pods().split(", ")).hasSize(hosts.size());
    }
}
