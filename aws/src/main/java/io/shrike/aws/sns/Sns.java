package io.shrike.aws.sns;

import io.shrike.aws.access.Access;
import io.shrike.aws.access.Bounds;
import io.shrike.aws.access.EntryAnswers;
import io.shrike.aws.access.Item;
import io.shrike.aws.access.Requests;
import io.shrike.aws.access.Service;
import io.shrike.aws.access.Settlement;
import io.shrike.delivery.destination.EventForm;
import io.shrike.delivery.destination.SendResult;
import io.shrike.model.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sns.model.PublishBatchResultEntry;

/** A topic of Amazon SNS, which takes each event as one message. A request holds at most ten, and 256 KiB of them. */
public final class Sns extends Service<SnsClient> {
    private static final Bounds REQUEST = new Bounds(10, 256 * 1024);

    private final String topic;
    private final boolean fifo;
    private final EventForm form;
    private final EntryAnswers answers =
            new EntryAnswers(Set.of("InvalidParameter", "InvalidParameterValue", "ParameterValueInvalid"));

    public Sns(Access access, String topicArn, EventForm form) {
        super("sns " + topicArn.substring(topicArn.lastIndexOf(':') + 1), () -> access.client(SnsClient.builder()));
        this.topic = topicArn;
        this.form = form;
        this.fifo = topicArn.endsWith(".fifo");
    }

    @Override
    public SendResult send(List<ByteString> events) {
        Settlement settled = new Settlement(events.size());
        List<Item<SnsMessage>> messages = new ArrayList<>(events.size());
        for (int place = 0; place < events.size(); place++) {
            SnsMessage message = SnsMessage.of(events.get(place), form);
            messages.add(new Item<>(place, message, message.bytes()));
        }
        return Requests.send(REQUEST.parts(messages, settled), settled, this::publish);
    }

    private void publish(List<Item<SnsMessage>> part, Settlement settled) {
        List<PublishBatchRequestEntry> entries =
                part.stream().map(item -> item.body().entry(item.place(), fifo)).toList();
        PublishBatchResponse answer =
                client().publishBatch(request -> request.topicArn(topic).publishBatchRequestEntries(entries));
        Set<String> taken = Set.copyOf(
                answer.successful().stream().map(PublishBatchResultEntry::id).toList());
        Map<String, String> failed = new HashMap<>();
        for (BatchResultErrorEntry error : answer.failed()) {
            failed.put(error.id(), error.code());
        }
        answers.settle(
                part,
                n -> {
                    String id = entries.get(n).id();
                    return taken.contains(id)
                            ? Optional.empty()
                            : Optional.of(failed.getOrDefault(id, EntryAnswers.UNKNOWN));
                },
                settled);
    }
}
