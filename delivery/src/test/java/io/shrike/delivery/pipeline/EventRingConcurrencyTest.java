package io.shrike.delivery.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import io.shrike.delivery.encode.Samples;
import io.shrike.model.Event;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two real threads on one ring. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EventRingConcurrencyTest {
    private static final int EVENTS = 2_000_000;
    private static final int WAKE_UPS = 200_000;
    private static final AtomicLong PAUSED = new AtomicLong();

    /** A producer that waits for room loses nothing; one that does not sees the exact losses in their places. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 64, 131_072})
    void everyEventArrivesInOrderOrIsTheExactLossBeforeTheNext(int capacity) throws InterruptedException {
        EventRing ring = new EventRing(capacity, Long.MAX_VALUE, new Wakeup());
        AtomicLong refused = new AtomicLong();
        Thread producer = Thread.ofPlatform().start(() -> {
            for (long i = 0; i < EVENTS; i++) {
                if (!ring.offer(event(i))) {
                    refused.setPlain(refused.getPlain() + 1);
                    if ((i & 7) == 0) {
                        Thread.onSpinWait();
                    }
                }
            }
        });
        Checker checker = new Checker();
        while (producer.isAlive()) {
            ring.drain(checker, 1_000);
        }
        ring.seal();
        ring.drain(checker, Integer.MAX_VALUE);
        assertThat(checker.mistakes).isZero();
        assertThat(checker.next + ring.takeTrailingLoss()).isEqualTo(EVENTS);
        assertThat(ring.lost()).isEqualTo(refused.get());
        assertThat(checker.received + refused.get()).isEqualTo(EVENTS);
        assertThat(ring.isEmpty()).isTrue();
    }

    @Test
    void losesNothingWhenTheProducerWaitsForRoom() throws InterruptedException {
        EventRing ring = new EventRing(1_024, Long.MAX_VALUE, new Wakeup());
        Thread producer = Thread.ofPlatform().start(() -> {
            for (long i = 0; i < EVENTS; i++) {
                while (ring.size() >= ring.capacity()) {
                    Thread.onSpinWait();
                }
                ring.offer(event(i));
            }
        });
        Checker checker = new Checker();
        while (producer.isAlive() || !ring.isEmpty()) {
            ring.drain(checker, 1_000);
        }
        assertThat(checker.mistakes).isZero();
        assertThat(checker.received).isEqualTo(EVENTS);
        assertThat(ring.lost()).isZero();
    }

    /** The consumer sleeps without end between any two events, after a pause that makes the two meet in every way. */
    @Test
    void neverSleepsThroughAnEvent() throws InterruptedException {
        Wakeup wakeup = new Wakeup();
        EventRing ring = new EventRing(64, Long.MAX_VALUE, wakeup);
        AtomicLong seen = new AtomicLong();
        Thread consumer = Thread.ofPlatform().daemon().start(() -> {
            while (seen.getPlain() < WAKE_UPS) {
                if (ring.drain((_, _) -> seen.setRelease(seen.getPlain() + 1), 64) == 0) {
                    pause(seen.getPlain() * 7 & 127);
                    wakeup.sleep(TimeUnit.HOURS.toNanos(1), () -> !ring.isEmpty());
                }
            }
        });
        for (int i = 0; i < WAKE_UPS; i++) {
            pause(i * 5 & 63);
            ring.offer(event(i));
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (seen.getAcquire() <= i) {
                if (System.nanoTime() - deadline > 0) {
                    fail("slept through event " + i);
                }
            }
        }
        consumer.join();
        assertThat(seen).hasValue(WAKE_UPS);
    }

    @Test
    void theProducerAllocatesNothingFullOrNot() {
        EventRing ring = new EventRing(1_024, Long.MAX_VALUE, new Wakeup());
        Event event = Samples.withArguments(1_000);
        offerMany(ring, event, 100_000);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        offerMany(ring, event, 1_000_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).isLessThan(10_000);
    }

    /** Every round fills the ring, loses as many, and empties it. */
    private static void offerMany(EventRing ring, Event event, int times) {
        EventRing.Receiver nobody = (_, _) -> {};
        for (int i = 0; i < times; i++) {
            ring.offer(event);
            if ((i & 2_047) == 2_047) {
                ring.drain(nobody, 1_024);
            }
        }
    }

    /** A few nanoseconds a step. */
    private static void pause(long steps) {
        for (long i = 0; i < steps; i++) {
            PAUSED.setOpaque(i);
        }
    }

    private static Event event(long number) {
        return new Event.SensorGap(Instant.EPOCH, Instant.EPOCH, "", number);
    }

    /** Expects each number, or as many losses as numbers are missing. */
    private static final class Checker implements EventRing.Receiver {
        private long next;
        private long received;
        private long mistakes;

        @Override
        public void receive(Event event, long lostBefore) {
            long number = ((Event.SensorGap) event).unwatched();
            if (number != next + lostBefore) {
                mistakes++;
            }
            next = number + 1;
            received++;
        }
    }
}
