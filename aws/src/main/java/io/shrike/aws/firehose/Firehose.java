package io.shrike.aws.firehose;

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
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.PutRecordBatchResponse;
import software.amazon.awssdk.services.firehose.model.PutRecordBatchResponseEntry;
import software.amazon.awssdk.services.firehose.model.Record;

/**
 * A stream of Amazon Data Firehose, which takes each event as a record that ends with a newline. A request holds at most 500 of 1,000 KiB,
 * and 4 MiB of them.
 */
public final class Firehose extends Service<FirehoseClient> {
    private static final Bounds REQUEST = new Bounds(500, 4 * 1024 * 1024, 1000 * 1024);
    private static final ByteString NEWLINE = ByteString.utf8("\n");

    private final String stream;
    private final EventForm form;
    private final EntryAnswers answers = new EntryAnswers(Set.of());

    public Firehose(Access access, String stream, EventForm form) {
        super("firehose " + stream, () -> access.client(FirehoseClient.builder()));
        this.stream = stream;
        this.form = form;
    }

    @Override
    public SendResult send(List<ByteString> events) {
        Settlement settled = new Settlement(events.size());
        List<Item<ByteString>> lines = new ArrayList<>(events.size());
        for (int place = 0; place < events.size(); place++) {
            ByteString line = form.of(events.get(place)).concat(NEWLINE);
            lines.add(new Item<>(place, line, line.length()));
        }
        return Requests.send(REQUEST.parts(lines, settled), settled, this::put);
    }

    private void put(List<Item<ByteString>> part, Settlement settled) {
        List<Record> records = part.stream()
                .map(item -> Record.builder()
                        .data(SdkBytes.fromByteArray(item.body().toArray()))
                        .build())
                .toList();
        PutRecordBatchResponse answer = client().putRecordBatch(
                        request -> request.deliveryStreamName(stream).records(records));
        answers.settleInOrder(
                part,
                answer.requestResponses(),
                PutRecordBatchResponseEntry::recordId,
                PutRecordBatchResponseEntry::errorCode,
                settled);
    }
}
