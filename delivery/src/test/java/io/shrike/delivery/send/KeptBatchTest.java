package io.shrike.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.delivery.destination.RemoteDestination;
import io.shrike.delivery.destination.SendResult;
import io.shrike.model.ByteString;
import io.shrike.model.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A destination where a batch is one thing gets each batch again as it was, however long it takes nothing. */
class KeptBatchTest {
    @TempDir
    private Path temp;

    private final List<List<String>> sent = new CopyOnWriteArrayList<>();

    private RemoteDestination destination(Function<Integer, SendResult> answers) {
        return new RemoteDestination() {
            @Override
            public String name() {
                return "bucket";
            }

            @Override
            public Optional<String> typeOf(Event event) {
                return Optional.of(event.type().wireName());
            }

            @Override
            public SendResult send(List<ByteString> events) {
                sent.add(events.stream()
                        .map(event -> event.escaped().replaceAll("\\W|eventId", ""))
                        .toList());
                return answers.apply(sent.size());
            }

            @Override
            public boolean keepsBatches() {
                return true;
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void staysTheSameThroughManyFailuresAndARestart() {
        try (Sending sending = new Sending(temp, destination(_ -> SendResult.later("busy")), 10)) {
            sending.take("e0", "e1", "e2");
            sending.awaitFailures(1);
            sending.take("e3", "e4");
            sending.await(() -> sending.state().circuit().equals("open"));
            sending.awaitFailures(8);
            assertThat(sending.drain(Duration.ofMillis(50))).isFalse();
        }
        assertThat(sent).hasSizeGreaterThanOrEqualTo(8).containsOnly(List.of("e0", "e1", "e2"));
        sent.clear();
        try (Sending sending = new Sending(temp, destination(_ -> SendResult.ACCEPTED), 2)) {
            sending.awaitDelivered(5);
        }
        assertThat(sent).containsExactly(List.of("e0", "e1", "e2"), List.of("e3", "e4"));
    }

    @Test
    void isHalvedOnlyWhenItIsRefused() {
        Function<Integer, SendResult> answers =
                count -> count == 1 ? new SendResult.Refused("no") : SendResult.ACCEPTED;
        try (Sending sending = new Sending(temp, destination(answers), 4)) {
            sending.take("e0", "e1", "e2", "e3").awaitDelivered(4);
        }
        assertThat(sent).containsExactly(List.of("e0", "e1", "e2", "e3"), List.of("e0", "e1"), List.of("e2", "e3"));
    }
}
