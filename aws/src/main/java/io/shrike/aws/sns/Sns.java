package io.shrike.aws.sns;

import io.shrike.aws.access.Access;
import io.shrike.aws.access.Failures;
import io.shrike.aws.access.Settlement;
import io.shrike.delivery.destination.RemoteDestination;
import io.shrike.delivery.destination.SendResult;
import io.shrike.model.ByteString;
import io.shrike.model.Event;
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
public final class Sns implements RemoteDestination {
    static final long MOST_BYTES = 256 * 1024;
    private static final int MOST_MESSAGES = 10;
    /** What SNS says of a message that it will never take. */
    private static final Set<String> OF_THE_MESSAGE =
            Set.of("InvalidParameter", "InvalidParameterValue", "ParameterValueInvalid");

    private final Access access;
    private final String topic;
    private final boolean fifo;
    private Optional<SnsClient> client = Optional.empty();
    private boolean everTook;

    public Sns(Access access, String topicArn) {
        this.access = access;
        this.topic = topicArn;
        this.fifo = topicArn.endsWith(".fifo");
    }

    @Override
    public String name() {
        return "sns " + topic.substring(topic.lastIndexOf(':') + 1);
    }

    @Override
    public Optional<String> typeOf(Event event) {
        return Optional.of(event.type().wireName());
    }

    @Override
    public SendResult send(List<ByteString> events) {
        List<SnsMessage> messages = events.stream().map(SnsMessage::of).toList();
        Settlement settled = new Settlement(messages.size());
        int from = 0;
        while (from < messages.size()) {
            int to = end(messages, from);
            if (to == from) {
                settled.refuse(from, "tooLarge");
                to++;
            } else {
                try {
                    settle(publish(messages, from, to), from, to, settled);
                } catch (RuntimeException failure) {
                    return settled.failed(Failures.of(failure), from);
                }
            }
            from = to;
        }
        return settled.result();
    }

    /** Behind the last message of the request that begins with {@code from}, which is {@code from} where that one fits into none. */
    private static int end(List<SnsMessage> messages, int from) {
        long bytes = 0;
        int to = from;
        while (to < messages.size() && to - from < MOST_MESSAGES) {
            bytes += messages.get(to).bytes();
            if (bytes > MOST_BYTES) {
                break;
            }
            to++;
        }
        return to;
    }

    private PublishBatchResponse publish(List<SnsMessage> messages, int from, int to) {
        List<PublishBatchRequestEntry> entries = new ArrayList<>(to - from);
        for (int place = from; place < to; place++) {
            entries.add(messages.get(place).entry(place, fifo));
        }
        SnsClient sns = client.orElseGet(() -> access.client(SnsClient.builder()));
        client = Optional.of(sns);
        return sns.publishBatch(request -> request.topicArn(topic).publishBatchRequestEntries(entries));
    }

    /** An entry that the answer does not name is sent again. */
    private void settle(PublishBatchResponse answer, int from, int to, Settlement settled) {
        Set<String> taken = Set.copyOf(
                answer.successful().stream().map(PublishBatchResultEntry::id).toList());
        Map<String, String> failed = new HashMap<>();
        for (BatchResultErrorEntry error : answer.failed()) {
            failed.put(error.id(), error.code());
        }
        everTook |= !taken.isEmpty();
        for (int place = from; place < to; place++) {
            String id = Integer.toString(place);
            Optional<String> code = Optional.ofNullable(failed.get(id));
            if (taken.contains(id)) {
                settled.delivered(1);
            } else if (everTook && code.filter(OF_THE_MESSAGE::contains).isPresent()) {
                settled.refuse(place, code.get());
            } else {
                settled.leave(place, code.flatMap(Failures::known).orElse("badAnswer"));
            }
        }
    }

    @Override
    public void close() {
        client.ifPresent(SnsClient::close);
    }
}
