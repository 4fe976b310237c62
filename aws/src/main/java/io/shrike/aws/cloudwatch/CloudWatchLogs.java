package io.shrike.aws.cloudwatch;

import io.shrike.aws.access.Access;
import io.shrike.aws.access.Bounds;
import io.shrike.aws.access.Item;
import io.shrike.aws.access.Requests;
import io.shrike.aws.access.Service;
import io.shrike.aws.access.Settlement;
import io.shrike.delivery.destination.EventForm;
import io.shrike.delivery.destination.SendResult;
import io.shrike.model.ByteString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.RejectedLogEventsInfo;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/**
 * A stream of CloudWatch Logs, which is made with its group where they are missing. A request holds at most 10,000 events of less than a
 * day, the oldest first, and 1 MiB of them.
 */
public final class CloudWatchLogs extends Service<CloudWatchLogsClient> {
    private static final Bounds REQUEST = new Bounds(10_000, 1_048_576);
    private static final long SPAN = Duration.ofHours(24).toMillis();

    private final Place place;
    private final EventForm form;

    /** Where to; {@code namespace} is that of the metric which counts events, if one is to. */
    public record Place(String group, String stream, Optional<String> namespace) {}

    public CloudWatchLogs(Access access, Place place, EventForm form) {
        super("cloudwatch " + place.group(), () -> access.client(CloudWatchLogsClient.builder()));
        this.place = place;
        this.form = form;
    }

    @Override
    public SendResult send(List<ByteString> events) {
        Settlement settled = new Settlement(events.size());
        List<Item<LogLine>> lines = new ArrayList<>(events.size());
        for (int n = 0; n < events.size(); n++) {
            LogLine line = LogLine.of(events.get(n), form, place.namespace());
            lines.add(new Item<>(n, line, line.bytes()));
        }
        lines.sort(Comparator.comparingLong(line -> line.body().millis()));
        return Requests.send(
                REQUEST.parts(lines, (first, next) -> next.millis() - first.millis() < SPAN, settled),
                settled,
                this::put);
    }

    private void put(List<Item<LogLine>> part, Settlement settled) {
        List<InputLogEvent> entries =
                part.stream().map(item -> item.body().entry()).toList();
        PutLogEventsResponse answer;
        try {
            answer = put(entries);
        } catch (ResourceNotFoundException _) {
            create();
            answer = put(entries);
        }
        settle(part, answer, settled);
    }

    private PutLogEventsResponse put(List<InputLogEvent> entries) {
        return client().putLogEvents(request -> request.logGroupName(place.group())
                .logStreamName(place.stream())
                .logEvents(entries));
    }

    private void create() {
        try {
            createStream();
        } catch (ResourceNotFoundException _) {
            try {
                client().createLogGroup(request -> request.logGroupName(place.group()));
            } catch (ResourceAlreadyExistsException _) {
                // Somebody else was faster.
            }
            createStream();
        }
    }

    private void createStream() {
        try {
            client().createLogStream(
                            request -> request.logGroupName(place.group()).logStreamName(place.stream()));
        } catch (ResourceAlreadyExistsException _) {
            // Somebody else was faster.
        }
    }

    /** Events that are older than CloudWatch or the group keeps them, or of a time to come, are not kept though the request went through. */
    private static void settle(List<Item<LogLine>> part, PutLogEventsResponse answer, Settlement settled) {
        Optional<RejectedLogEventsInfo> rejected = Optional.ofNullable(answer.rejectedLogEventsInfo());
        int tooOld = index(rejected.map(RejectedLogEventsInfo::tooOldLogEventEndIndex), 0);
        int expired = index(rejected.map(RejectedLogEventsInfo::expiredLogEventEndIndex), 0);
        int tooNew = index(rejected.map(RejectedLogEventsInfo::tooNewLogEventStartIndex), part.size());
        for (int n = 0; n < part.size(); n++) {
            int which = part.get(n).place();
            if (n < tooOld) {
                settled.refuse(which, "tooOldLogEvent");
            } else if (n < expired) {
                settled.refuse(which, "expiredLogEvent");
            } else if (n >= tooNew) {
                settled.refuse(which, "tooNewLogEvent");
            } else {
                settled.delivered(1);
            }
        }
    }

    private static int index(Optional<Integer> given, int otherwise) {
        return given.orElse(otherwise);
    }
}
