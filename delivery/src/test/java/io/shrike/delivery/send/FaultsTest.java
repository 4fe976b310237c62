package io.shrike.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.delivery.destination.http.EventServer;
import io.shrike.delivery.destination.http.EventServer.Answer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may go wrong between the journal and a server, and that no event is lost by it. */
class FaultsTest {
    @TempDir
    private Path temp;

    private Sending to(URI endpoint, int batch) throws IOException {
        return new Sending(temp, Sending.webhook(endpoint, Optional.empty()), batch);
    }

    @Test
    void deliversWhenTheServerIsBack() throws IOException {
        int port;
        try (EventServer server = EventServer.start()) {
            port = server.port();
        }
        try (Sending sending = to(URI.create("http://localhost:" + port + "/"), 10)) {
            sending.take("e0", "e1");
            sending.awaitFailures(2);
            assertThat(sending.state().failures()).containsOnlyKeys("connect");
            assertThat(sending.state().waiting()).isEqualTo(2);
            try (EventServer server = EventServer.start(port)) {
                sending.awaitDelivered(2);
                assertThat(server.ids()).containsExactly("e0", "e1");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 404, 408, 302})
    void triesAgainAfterAnAnswerThatMayPass(int status) throws IOException {
        AtomicInteger requests = new AtomicInteger();
        try (EventServer server = EventServer.start()
                        .answering(_ -> requests.incrementAndGet() <= 3 ? Answer.of(status) : Answer.OK);
                Sending sending = to(server.url("/"), 10)) {
            sending.take("e0", "e1").awaitDelivered(2);
            assertThat(sending.state().failures()).isEqualTo(Map.of("http" + status, 3L));
            assertThat(sending.state().lastFailure()).isEmpty();
            assertThat(new HashSet<>(server.ids())).containsExactlyInAnyOrder("e0", "e1");
        }
    }

    @Test
    void waitsAsLongAsItIsAskedTo() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        Answer busy = new Answer(429, Map.of("Retry-After", "1"), 0);
        try (EventServer server =
                        EventServer.start().answering(_ -> requests.incrementAndGet() == 1 ? busy : Answer.OK);
                Sending sending = to(server.url("/"), 10)) {
            sending.take("e0").awaitDelivered(1);
            long pause = server.requests().get(1).nanos()
                    - server.requests().getFirst().nanos();
            assertThat(Duration.ofNanos(pause)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
        }
    }

    @Test
    void sendsAgainUnderTheSameIdWhatWasNotAnsweredInTime() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        Answer slow = new Answer(200, Map.of(), 1_500);
        try (EventServer server =
                        EventServer.start().answering(_ -> requests.incrementAndGet() == 1 ? slow : Answer.OK);
                Sending sending = to(server.url("/"), 10)) {
            sending.take("e0").awaitDelivered(1);
            assertThat(sending.state().failures()).isEqualTo(Map.of("timeout", 1L));
            assertThat(server.ids()).containsExactly("e0", "e0");
        }
    }

    @Test
    void keepsEventsAndSaysSoOnceWhenItIsNotAuthorized() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        try (EventServer server = EventServer.start()
                        .answering(_ -> requests.incrementAndGet() <= 4 ? Answer.of(401) : Answer.OK);
                Sending sending = to(server.url("/"), 10)) {
            sending.take("e0").awaitDelivered(1);
            assertThat(sending.told)
                    .containsExactly("webhook test takes no events: it answers 401; they are kept in the journal");
            assertThat(sending.state().failures()).isEqualTo(Map.of("http401", 4L));
        }
    }

    @ParameterizedTest
    @EnumSource
    void deliversAfterAConnectionThatWentWrong(RawServer.Misbehaviour misbehaviour) throws IOException {
        try (RawServer server = RawServer.start(misbehaviour, 2);
                Sending sending = to(server.url(), 10)) {
            sending.take("e0", "e1").awaitDelivered(2);
            assertThat(sending.state().failures().values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(2);
            assertThat(server.goodBodies()).containsExactly("{\"events\":[{\"eventId\":\"e0\"},{\"eventId\":\"e1\"}]}");
        }
    }

    @Test
    void keepsEventsForAServerWhoseNameIsUnknown() throws IOException {
        try (Sending sending = to(URI.create("http://nowhere.invalid/"), 10)) {
            sending.take("e0");
            sending.awaitFailures(1);
            assertThat(sending.state().failures()).containsOnlyKeys("unknownHost");
            assertThat(sending.state().waiting()).isEqualTo(1);
        }
    }

    @Test
    void losesOnlyTheEventThatIsRefused() throws IOException {
        try (EventServer server = EventServer.start()
                        .answering(request -> request.ids().contains("bad") ? Answer.of(400) : Answer.OK);
                Sending sending = to(server.url("/"), 8)) {
            sending.take("e0", "e1", "e2", "bad", "e4", "e5", "e6", "e7").awaitDelivered(8);
            assertThat(sending.state().refused()).isEqualTo(1);
            assertThat(sending.state().delivered()).isEqualTo(7);
        }
    }

    @Test
    void losesNothingWhereEverythingIsRefused() throws IOException {
        try (EventServer server = EventServer.start().answering(_ -> Answer.of(400));
                Sending sending = to(server.url("/"), 8)) {
            sending.take("e0", "e1");
            sending.awaitFailures(4);
            assertThat(sending.state().waiting()).isEqualTo(2);
            assertThat(sending.state().refused()).isZero();
        }
    }

    @Test
    void sendsSmallerBatchesWhereTheyAreTooLarge() throws IOException {
        try (EventServer server = EventServer.start()
                        .answering(request -> request.ids().size() > 2 ? Answer.of(413) : Answer.OK);
                Sending sending = to(server.url("/"), 8)) {
            sending.take("e0", "e1", "e2", "e3", "e4", "e5", "e6", "e7").awaitDelivered(8);
            assertThat(sending.state().refused()).isZero();
        }
    }

    @Test
    void probesWithOneEventAfterManyFailures() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        try (EventServer server = EventServer.start()
                        .answering(_ -> requests.incrementAndGet() <= 7 ? Answer.of(503) : Answer.OK);
                Sending sending = to(server.url("/"), 10)) {
            sending.take("e0", "e1", "e2");
            sending.await(() -> sending.state().circuit().equals("open"));
            sending.awaitDelivered(3);
            assertThat(sending.state().circuit()).isEqualTo("closed");
            List<Integer> sizes = server.requests().stream()
                    .map(request -> request.ids().size())
                    .toList();
            assertThat(sizes).containsExactly(3, 3, 3, 3, 3, 1, 1, 1, 2);
        }
    }

    @Test
    void doesNotFollowARedirect() throws IOException {
        try (EventServer other = EventServer.start();
                EventServer server = EventServer.start()
                        .answering(_ -> new Answer(
                                307, Map.of("Location", other.url("/stolen").toString()), 0));
                Sending sending = to(server.url("/"), 10)) {
            sending.take("e0");
            sending.awaitFailures(2);
            assertThat(other.requests()).isEmpty();
            assertThat(sending.state().waiting()).isEqualTo(1);
        }
    }

    @Test
    void drainsWithoutWaitingForABatchToFill() throws IOException {
        try (EventServer server = EventServer.start();
                Sending sending = to(server.url("/"), 1_000)) {
            sending.take("e0");
            assertThat(sending.drain(Duration.ofSeconds(10))).isTrue();
            assertThat(server.ids()).containsExactly("e0");
        }
    }

    @Test
    void leavesToTheNextStartWhatCannotBeDrained() throws IOException {
        try (EventServer server = EventServer.start().answering(_ -> Answer.of(503))) {
            try (Sending sending = to(server.url("/"), 10)) {
                sending.take("e0", "e1");
                assertThat(sending.drain(Duration.ofMillis(300))).isFalse();
            }
            server.answering(_ -> Answer.OK);
            try (Sending sending = to(server.url("/"), 10)) {
                sending.awaitDelivered(2);
                assertThat(sending.whole().journal().orElseThrow().found()).isEqualTo(2);
                assertThat(sending.whole().notes()).containsExactly("a note");
            }
        }
    }
}
