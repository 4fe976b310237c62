package io.shrike.aws.dynamodb;

import io.shrike.aws.access.Access;
import io.shrike.aws.access.Bounds;
import io.shrike.aws.access.EntryAnswers;
import io.shrike.aws.access.Item;
import io.shrike.aws.access.Requests;
import io.shrike.aws.access.Service;
import io.shrike.aws.access.Settlement;
import io.shrike.delivery.destination.SendResult;
import io.shrike.model.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.endpoints.AccountIdEndpointMode;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * A table of Amazon DynamoDB whose key is the eventId, so that an event that is written again is the same item. A request holds at most
 * 25 items of 400 KiB, and 16 MiB of them.
 */
public final class DynamoDb extends Service<DynamoDbClient> {
    private static final Bounds REQUEST = new Bounds(25, 16 * 1024 * 1024, 400 * 1024);
    private static final String UNPROCESSED = "UnprocessedItems";

    private final String table;
    private final EntryAnswers answers = new EntryAnswers(Set.of());

    public DynamoDb(Access access, String table) {
        super(
                "dynamodb " + table,
                () -> access.client(DynamoDbClient.builder().accountIdEndpointMode(AccountIdEndpointMode.DISABLED)));
        this.table = table;
    }

    @Override
    public SendResult send(List<ByteString> events) {
        Settlement settled = new Settlement(events.size());
        List<Item<EventItem>> items = new ArrayList<>(events.size());
        for (int place = 0; place < events.size(); place++) {
            EventItem item = EventItem.of(events.get(place));
            if (item.id().isEmpty()) {
                settled.refuse(place, "noEventId");
            } else {
                items.add(new Item<>(place, item, item.bytes()));
            }
        }
        return Requests.send(REQUEST.parts(items, settled), settled, this::write);
    }

    private void write(List<Item<EventItem>> part, Settlement settled) {
        List<WriteRequest> writes = part.stream()
                .map(item -> WriteRequest.builder()
                        .putRequest(put -> put.item(item.body().values()))
                        .build())
                .toList();
        BatchWriteItemResponse answer = client().batchWriteItem(request -> request.requestItems(Map.of(table, writes)));
        Set<String> left = answer.unprocessedItems().values().stream()
                .flatMap(List::stream)
                .map(write -> write.putRequest().item().get(EventItem.KEY))
                .map(AttributeValue::s)
                .collect(Collectors.toSet());
        answers.settle(
                part,
                n -> failure(
                        answer.hasUnprocessedItems(),
                        left.contains(part.get(n).body().id())),
                settled);
    }

    /** An answer that has no word of unprocessed items, not even that there are none, is not of DynamoDB. */
    private static Optional<String> failure(boolean said, boolean left) {
        if (!said) {
            return Optional.of(EntryAnswers.UNKNOWN);
        }
        return left ? Optional.of(UNPROCESSED) : Optional.empty();
    }
}
