package io.shrike.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.delivery.destination.RemoteDestination;
import io.shrike.delivery.destination.SendResult;
import io.shrike.model.ByteString;
import io.shrike.model.Event;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Destinations that take a part of a batch. */
class PartialDeliveryTest {
    @TempDir
    private Path temp;

    /** Answers the first request as told and takes all others; remembers what each asked it to take. */
    private record Picky(List<List<String>> asked, Function<List<String>, SendResult> answer)
            implements RemoteDestination {
        @Override
        public String name() {
            return "picky";
        }

        @Override
        public Optional<String> typeOf(Event event) {
            return Optional.of(event.type().wireName());
        }

        @Override
        public SendResult send(List<ByteString> events) {
            List<String> ids = events.stream()
                    .map(event -> event.toString().replaceAll(".*\"(e\\d+)\".*", "$1"))
                    .toList();
            asked.add(ids);
            return answer.apply(ids);
        }

        @Override
        public void close() {}
    }

    private static SendResult partial(List<Integer> left, List<Integer> refused) {
        return new SendResult.Partial(left, refused, "throttled", Optional.empty());
    }

    private final List<List<String>> asked = new CopyOnWriteArrayList<>();

    private Sending to(Function<List<String>, SendResult> answer) {
        return new Sending(temp, new Picky(asked, answer), 4);
    }

    @Test
    void onlyWhatIsLeftIsSentAgainAndNothingLeavesTheJournalBefore() {
        try (Sending sending =
                to(ids -> asked.size() == 1 ? partial(List.of(1, 3), List.of(2)) : SendResult.ACCEPTED)) {
            sending.take("e0", "e1", "e2", "e3").awaitDelivered(4);
            assertThat(asked).containsExactly(List.of("e0", "e1", "e2", "e3"), List.of("e1", "e3"));
            assertThat(sending.state().delivered()).isEqualTo(3);
            assertThat(sending.state().refused()).isEqualTo(1);
            assertThat(sending.state().failures()).isEqualTo(Map.of("throttled", 1L));
        }
    }

    @Test
    void whatWasLeftAtTheEndOfARunComesInTheNextWithItsBatch() {
        try (Sending sending =
                to(ids -> partial(ids.contains("e1") ? List.of(ids.indexOf("e1")) : List.of(), List.of()))) {
            sending.take("e0", "e1");
            sending.awaitFailures(2);
            assertThat(sending.state().waiting()).isEqualTo(2);
        }
        asked.clear();
        try (Sending sending = to(_ -> SendResult.ACCEPTED)) {
            sending.awaitDelivered(2);
            assertThat(asked).containsExactly(List.of("e0", "e1"));
        }
    }

    @Test
    void aRefusedRestIsHalvedDownToTheEventToBlame() {
        try (Sending sending = to(ids -> {
            if (asked.size() == 1) {
                return partial(List.of(1, 2, 3), List.of());
            }
            return ids.contains("e2") ? new SendResult.Refused("http400") : SendResult.ACCEPTED;
        })) {
            sending.take("e0", "e1", "e2", "e3").awaitDelivered(4);
            assertThat(sending.state().delivered()).isEqualTo(3);
            assertThat(sending.state().refused()).isEqualTo(1);
        }
    }
}
