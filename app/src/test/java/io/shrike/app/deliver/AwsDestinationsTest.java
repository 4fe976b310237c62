package io.shrike.app.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shrike.app.config.ConfigurationException;
import io.shrike.app.deliver.AwsDestinations.Found;
import io.shrike.policy.document.DestinationType;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a destination of AWS the policy says, and what the environment. */
class AwsDestinationsTest {
    private static Found.Place place(
            DestinationType type, Map<String, String> settings, Map<String, String> environment) {
        return (Found.Place) new AwsDestinations(environment).find(type, settings);
    }

    @Test
    void thePolicyComesBeforeTheEnvironment() {
        Map<String, String> environment = Map.of(
                "LOG_GROUP_NAME", "/env",
                "LOG_STREAM_NAME", "env",
                "CLOUDWATCH_NAMESPACE", "Env",
                "AWS_REGION", "eu-west-1",
                "AWS_ENDPOINT_URL", "https://all",
                "AWS_ENDPOINT_URL_CLOUDWATCH_LOGS", "https://logs");
        assertThat(place(DestinationType.CLOUDWATCH, Map.of(), environment).settings())
                .isEqualTo(Map.of(
                        "logGroup", "/env",
                        "logStream", "env",
                        "namespace", "Env",
                        "region", "eu-west-1",
                        "endpoint", "https://logs"));
        assertThat(place(
                                DestinationType.CLOUDWATCH,
                                Map.of("logGroup", "/p", "logStream", "p", "namespace", "P", "region", "us-east-2"),
                                environment)
                        .settings())
                .containsAllEntriesOf(
                        Map.of("logGroup", "/p", "logStream", "p", "namespace", "P", "region", "us-east-2"));
    }

    @Test
    void eventsInOcsfHaveNoMetricsAlsoWhereTheEnvironmentNamesThem() {
        Map<String, String> environment = Map.of("AWS_REGION", "eu-west-1", "CLOUDWATCH_NAMESPACE", "Env");
        assertThat(place(DestinationType.CLOUDWATCH, Map.of("logGroup", "g", "format", "ocsf"), environment)
                        .settings())
                .containsEntry("format", "ocsf")
                .doesNotContainKey("namespace");
    }

    @ParameterizedTest
    @CsvSource({
        "http://169.254.170.2/v4/cd189a933e5849daa93386466019ab50-2495160603, shrike/cd189a933e5849daa93386466019ab50-2495160603",
        "http://169.254.170.2/v4/a:b, ''",
        "'', ''",
    })
    void aLogStreamThatNobodyNamesIsThatOfTheTaskOrTheHost(String metadata, String expected) {
        String stream = place(
                        DestinationType.CLOUDWATCH,
                        Map.of("logGroup", "g", "region", "eu-west-1"),
                        Map.of("ECS_CONTAINER_METADATA_URI_V4", metadata))
                .settings()
                .getOrDefault("logStream", "");
        assertThat(stream).startsWith("shrike/").matches("[^:*]{8,512}");
        if (!expected.isEmpty()) {
            assertThat(stream).isEqualTo(expected);
        }
    }

    @Test
    void theAddressIsTheArnOrWhatTellsItFromOthersButNotTheStream() {
        assertThat(place(
                                DestinationType.SNS,
                                Map.of("topicArn", "arn:aws:sns:eu-west-1:123456789012:t"),
                                Map.of("AWS_REGION", "us-east-1"))
                        .address()
                        .toString())
                .isEqualTo("arn:aws:sns:eu-west-1:123456789012:t");
        Map<String, String> settings = Map.of("logGroup", "/a#b#c", "region", "eu-west-1");
        assertThat(place(DestinationType.CLOUDWATCH, settings, Map.of("LOG_STREAM_NAME", "x"))
                        .address()
                        .toString())
                .isEqualTo("aws:cloudwatch:eu-west-1:%2Fa%23b%23c");
    }

    @Test
    void aBusMayBeAnArnWhoseRegionCounts() {
        String bus = "arn:aws:events:us-east-2:123456789012:event-bus/alerts";
        Found.Place place =
                place(DestinationType.EVENTBRIDGE, Map.of("eventBus", bus), Map.of("AWS_REGION", "eu-west-1"));
        assertThat(place.address().toString()).isEqualTo(bus);
        assertThat(place.settings()).containsEntry("region", "us-east-2");
        assertThat(place(DestinationType.EVENTBRIDGE, Map.of(), Map.of("AWS_REGION", "eu-west-1"))
                        .address()
                        .toString())
                .isEqualTo("aws:eventbridge:eu-west-1:");
    }

    @Test
    void aBucketIsKnownByItsNameAndHasTheEndpointOfItsService() {
        Found.Place place = place(
                DestinationType.S3,
                Map.of("bucket", "alerts", "prefix", "app/"),
                Map.of("AWS_DEFAULT_REGION", "eu-west-1", "AWS_ENDPOINT_URL_S3", "https://minio"));
        assertThat(place.address().toString()).isEqualTo("aws:s3:eu-west-1:alerts");
        assertThat(place.settings())
                .isEqualTo(Map.of(
                        "bucket", "alerts", "prefix", "app/", "region", "eu-west-1", "endpoint", "https://minio"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LOG_GROUP_NAME|my group|LOG_GROUP_NAME: expected a log group",
                "LOG_STREAM_NAME|a:b|LOG_STREAM_NAME: expected a log stream",
                "CLOUDWATCH_NAMESPACE|AWS/ECS|CLOUDWATCH_NAMESPACE: expected a namespace",
                "AWS_REGION|Ireland!|AWS_REGION: expected a region such as eu-west-1, found \"Ireland!\"",
            })
    void refusesWhatTheEnvironmentCannotMean(String variable, String value, String message) {
        Map<String, String> environment = new HashMap<>(Map.of("LOG_GROUP_NAME", "g", "AWS_REGION", "eu-west-1"));
        environment.put(variable, value);
        assertThatThrownBy(() -> place(DestinationType.CLOUDWATCH, Map.of(), environment))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message);
    }
}
