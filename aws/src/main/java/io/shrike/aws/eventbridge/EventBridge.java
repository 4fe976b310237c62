package io.shrike.aws.eventbridge;

import io.shrike.aws.access.Access;
import io.shrike.aws.access.Bounds;
import io.shrike.aws.access.EntryAnswers;
import io.shrike.aws.access.EventHead;
import io.shrike.aws.access.Item;
import io.shrike.aws.access.Requests;
import io.shrike.aws.access.Service;
import io.shrike.aws.access.Settlement;
import io.shrike.delivery.destination.EventForm;
import io.shrike.delivery.destination.SendResult;
import io.shrike.model.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/** A bus of Amazon EventBridge. A request holds at most ten entries, and 256 KiB of them. */
public final class EventBridge extends Service<EventBridgeClient> {
    private static final Bounds REQUEST = new Bounds(10, 256 * 1024);
    /** What the time of an entry counts. */
    private static final long TIME = 14;

    private final String bus;
    private final String source;
    private final EventForm form;
    private final EntryAnswers answers = new EntryAnswers(Set.of("MalformedDetail", "InvalidArgument"));

    /** {@code bus}: name or ARN. {@code source}: what entries say of where they come from. */
    public EventBridge(Access access, String bus, String source, EventForm form) {
        super(
                "eventbridge " + bus.substring(bus.lastIndexOf(':') + 1),
                () -> access.client(EventBridgeClient.builder()));
        this.bus = bus;
        this.source = source;
        this.form = form;
    }

    @Override
    public SendResult send(List<ByteString> events) {
        Settlement settled = new Settlement(events.size());
        List<Item<PutEventsRequestEntry>> entries = new ArrayList<>(events.size());
        for (int place = 0; place < events.size(); place++) {
            PutEventsRequestEntry entry = entry(events.get(place));
            long bytes = TIME + bytes(entry.source()) + bytes(entry.detailType()) + bytes(entry.detail());
            entries.add(new Item<>(place, entry, bytes));
        }
        return Requests.send(REQUEST.parts(entries, settled), settled, this::put);
    }

    private PutEventsRequestEntry entry(ByteString event) {
        EventHead head = EventHead.of(event);
        PutEventsRequestEntry.Builder entry = PutEventsRequestEntry.builder()
                .eventBusName(bus)
                .source(source)
                .detailType(head.field("eventType").orElse("event"))
                .detail(new String(form.of(event).toArray(), StandardCharsets.UTF_8));
        head.timestamp().ifPresent(entry::time);
        return entry.build();
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private void put(List<Item<PutEventsRequestEntry>> part, Settlement settled) {
        PutEventsResponse answer = client().putEvents(
                        request -> request.entries(part.stream().map(Item::body).toList()));
        answers.settleInOrder(
                part, answer.entries(), PutEventsResultEntry::eventId, PutEventsResultEntry::errorCode, settled);
    }
}
