package io.shrike.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.aws.access.AwsServer;
import io.shrike.aws.access.AwsServer.Answer;
import io.shrike.aws.access.AwsServer.Request;
import io.shrike.aws.access.Events;
import io.shrike.aws.access.JsonBody;
import io.shrike.delivery.destination.EventForm;
import io.shrike.delivery.destination.RemoteDestination;
import io.shrike.model.ByteString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The text is in the form that is asked for; what services sort by is what the event itself says. */
class EventFormsTest {
    private static final String OTHER = "{\"class_uid\":1001}";
    private static final EventForm FORM = _ -> ByteString.utf8(OTHER);

    private static Request send(String service, String type, Map<String, String> settings, EventForm form)
            throws IOException {
        try (AwsServer server = AwsServer.answering(service, _ -> new Answer(200, "{}"))) {
            Map<String, String> all = new HashMap<>(settings);
            all.put("region", AwsServer.REGION);
            all.put("endpoint", server.url());
            try (RemoteDestination destination = new AwsProvider().open(type, all, form, AwsServer.KEY)) {
                destination.send(List.of(Events.at(0, Events.START, 0)));
            }
            return server.requests().getFirst();
        }
    }

    @Test
    void aLogEventHasItsOwnTime() throws IOException {
        Request request = send("logs", "cloudwatch", Map.of("logGroup", "g", "logStream", "s"), FORM);
        JsonBody line = JsonBody.of(request).items("logEvents").getFirst();
        assertThat(line.text("message")).isEqualTo(OTHER);
        assertThat(line.number("timestamp")).isEqualTo(Events.START.toEpochMilli());
    }

    @Test
    void anEntryOfABusHasItsOwnTypeAndTime() throws IOException {
        Request request = send("events", "eventbridge", Map.of(), FORM);
        JsonBody entry = JsonBody.of(request).items("Entries").getFirst();
        assertThat(entry.text("Detail")).isEqualTo(OTHER);
        assertThat(entry.text("DetailType")).isEqualTo("file_access");
        assertThat(entry.decimal("Time")).isEqualTo("1767323045.123");
    }

    @Test
    void aRecordIsOneLine() throws IOException {
        Request request = send("firehose", "firehose", Map.of("streamName", "s"), FORM);
        String data = JsonBody.of(request).items("Records").getFirst().text("Data");
        assertThat(new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8))
                .isEqualTo(OTHER + "\n");
    }

    @Test
    void aMessageHasItsOwnSubjectAndAttributes() throws IOException {
        Request request = send("sns", "sns", Map.of("topicArn", "arn:aws:sns:eu-central-1:123456789012:t"), FORM);
        assertThat(URLDecoder.decode(request.body(), StandardCharsets.UTF_8))
                .contains("Message=" + OTHER, "Subject=Shrike high: file_access", "Name=severity", "StringValue=high");
    }

    @Test
    void anObjectHasTheNameOfTheEventsInEveryForm() throws IOException {
        Map<String, String> bucket = Map.of("bucket", "alerts");
        Request other = send("s3", "s3", bucket, FORM);
        Request usual = send("s3", "s3", bucket, EventForm.NATIVE);
        assertThat(other.path()).isEqualTo(usual.path());
        try (GZIPInputStream lines =
                new GZIPInputStream(new ByteArrayInputStream(other.content().toArray()))) {
            assertThat(new String(lines.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(OTHER + "\n");
        }
    }
}
