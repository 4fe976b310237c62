package io.shrike.it.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.it.harness.Command;
import io.shrike.it.harness.Json;
import io.shrike.it.harness.JsonReader;
import io.shrike.it.harness.Moto;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Watched;
import io.shrike.model.ByteString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every destination of AWS at once, at a server that is not of our own making. */
class MotoIT {
    private static final Pattern KEY = Pattern.compile("<Key>([^<]+)</Key>");
    private static final String XML = "application/xml";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String BUCKET =
            "<CreateBucketConfiguration><LocationConstraint>eu-central-1</LocationConstraint></CreateBucketConfiguration>";

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    private static void prepare(Moto moto) throws IOException {
        moto.call("s3", "PUT", "/alerts", XML, BUCKET);
        moto.call("s3", "PUT", "/stream-of-alerts", XML, BUCKET);
        moto.call(
                "firehose",
                "Firehose_20150804.CreateDeliveryStream",
                "{\"DeliveryStreamName\":\"alerts\",\"ExtendedS3DestinationConfiguration\":{\"RoleARN\":\"arn:aws:iam::123456789012:role/r\",\"BucketARN\":\"arn:aws:s3:::stream-of-alerts\"}}");
        moto.call("events", "AWSEvents.CreateEventBus", "{\"Name\":\"alerts\"}");
        moto.call(
                "dynamodb",
                "DynamoDB_20120810.CreateTable",
                "{\"TableName\":\"events\",\"BillingMode\":\"PAY_PER_REQUEST\",\"KeySchema\":[{\"AttributeName\":\"eventId\",\"KeyType\":\"HASH\"}],\"AttributeDefinitions\":[{\"AttributeName\":\"eventId\",\"AttributeType\":\"S\"}]}");
        moto.call("sns", "POST", "/", FORM, "Action=CreateTopic&Version=2010-03-31&Name=alerts");
    }

    private Watched run(Moto moto) {
        return ShrikeRun.of(moto.command(
                        Command.shell(directory, "for i in 1 2 3 4 5; do cat /etc/hostname >/dev/null; done")))
                .option("--journal", directory.resolve("journal").toString())
                .option("--drain-timeout", "40")
                .policyText("""
                        actions:
                          alert:
                            destinations:
                              - {type: sns, topicArn: "arn:aws:sns:eu-central-1:123456789012:alerts"}
                              - {type: cloudwatch, logGroup: /alerts, logStream: app, namespace: Shrike}
                              - {type: s3, bucket: alerts, prefix: app/}
                              - {type: firehose, streamName: alerts}
                              - {type: eventbridge, eventBus: alerts}
                              - {type: dynamodb, tableName: events}
                              - {type: securityhub, accountId: "123456789012"}
                        fileIntegrityMonitoring:
                          paths: [{path: /etc/hostname, events: [open], severity: high}]
                        """)
                .run();
    }

    private static List<String> ids(List<Json> events, String path) {
        return events.stream().flatMap(event -> event.text(path).stream()).toList();
    }

    /** The lines of all objects in a bucket. */
    private static List<Json> lines(Moto moto, String bucket, boolean compressed) throws IOException {
        String list = text(moto.call("s3", "GET", "/" + bucket + "?list-type=2", XML, ""));
        List<Json> lines = new ArrayList<>();
        for (String key : KEY.matcher(list).results().map(hit -> hit.group(1)).toList()) {
            ByteString content = moto.call("s3", "GET", "/" + bucket + "/" + key, XML, "");
            String text = compressed ? text(unpacked(content)) : text(content);
            for (String line : text.lines().toList()) {
                lines.add(JsonReader.read(line.getBytes(StandardCharsets.UTF_8)));
            }
        }
        return lines;
    }

    private static ByteString unpacked(ByteString content) throws IOException {
        try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(content.toArray()))) {
            return ByteString.of(plain.readAllBytes());
        }
    }

    private static String text(ByteString bytes) {
        return new String(bytes.toArray(), StandardCharsets.UTF_8);
    }

    @Test
    void everyServiceHasEveryAlertOnce() throws IOException, InterruptedException {
        try (Moto moto = Moto.start(directory)) {
            prepare(moto);
            Watched watched = run(moto);
            List<String> expected = ids(
                    watched.events().stream()
                            .filter(event ->
                                    event.text("action").filter("alert"::equals).isPresent())
                            .toList(),
                    "eventId");
            assertThat(expected).hasSize(5);
            assertThat(watched.events().getLast().items("status.destinations"))
                    .hasSize(7)
                    .allSatisfy(state -> assertThat(state.number("delivered"))
                            .as("%s", state)
                            .contains(5L));
            assertThat(ids(lines(moto, "alerts", true), "eventId")).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(ids(lines(moto, "stream-of-alerts", false), "eventId"))
                    .containsExactlyInAnyOrderElementsOf(expected);
            assertThat(ids(
                            moto.call("dynamodb", "DynamoDB_20120810.Scan", "{\"TableName\":\"events\"}")
                                    .items("Items"),
                            "eventId.S"))
                    .containsExactlyInAnyOrderElementsOf(expected);
            List<Json> logged = moto.call(
                            "logs",
                            "Logs_20140328.GetLogEvents",
                            "{\"logGroupName\":\"/alerts\",\"logStreamName\":\"app\"}")
                    .items("events");
            assertThat(ids(logged, "message"))
                    .hasSize(5)
                    .allMatch(line -> expected.stream().anyMatch(line::contains));
            Json findings = JsonReader.read(moto.call("securityhub", "POST", "/findings", "application/json", "{}")
                    .toArray());
            assertThat(ids(findings.items("Findings"), "Id")).containsExactlyInAnyOrderElementsOf(expected);
        }
    }
}
