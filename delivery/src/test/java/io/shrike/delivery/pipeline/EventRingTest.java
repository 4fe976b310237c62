package io.shrike.delivery.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shrike.delivery.encode.Samples;
import io.shrike.model.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventRingTest {
    private final EventRing ring = new EventRing(4, Long.MAX_VALUE, new Wakeup());
    private final List<String> received = new ArrayList<>();

    @Test
    void givesEventsInTheOrderTheyCame() {
        offer(1, 2, 3);
        drain();
        offer(4, 5);
        drain();
        assertThat(received).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void takesAsManyAsItHasSlots() {
        for (int i = 0; i < 4; i++) {
            assertThat(ring.offer(event(i))).isTrue();
        }
        assertThat(ring.size()).isEqualTo(4);
        assertThat(ring.offer(event(4))).isFalse();
        assertThat(ring.lost()).isEqualTo(1);
    }

    @Test
    void tellsLossesBeforeTheEventThatFollowedThem() {
        offer(1, 2, 3, 4, 5, 6);
        ring.drain(this::receive, 1);
        offer(7, 8);
        drain();
        offer(9);
        drain();
        assertThat(received).containsExactly("1", "2", "3", "4", "2 lost, 7", "1 lost, 9");
        assertThat(ring.takeTrailingLoss()).isZero();
    }

    @Test
    void tellsALossOnlyOnceWhenItsSlotComesRoundAgain() {
        offer(1, 2, 3, 4, 5);
        drain();
        for (int i = 6; i < 16; i++) {
            offer(i);
            drain();
        }
        assertThat(received.stream().filter(text -> text.contains("lost"))).containsExactly("1 lost, 6");
    }

    @Test
    void losesEverythingOnceItIsSealed() {
        offer(1);
        ring.seal();
        assertThat(ring.offer(event(2))).isFalse();
        drain();
        assertThat(received).containsExactly("1");
        assertThat(ring.takeTrailingLoss()).isEqualTo(1);
        assertThat(ring.takeTrailingLoss()).isZero();
        assertThat(ring.lost()).isEqualTo(1);
    }

    @Test
    void drainsNoMoreThanIsAskedFor() {
        offer(1, 2, 3);
        assertThat(ring.drain(this::receive, 2)).isEqualTo(2);
        assertThat(ring.size()).isEqualTo(1);
        assertThat(ring.isEmpty()).isFalse();
        drain();
        assertThat(ring.isEmpty()).isTrue();
    }

    @Test
    void freesTheSlotOfAnEventWhoseReceiverThrows() {
        offer(1, 2);
        assertThatThrownBy(() -> ring.drain(
                        (_, _) -> {
                            throw new IllegalStateException();
                        },
                        1))
                .isInstanceOf(IllegalStateException.class);
        drain();
        assertThat(received).containsExactly("2");
    }

    @Test
    void isFullWhenItsEventsHoldTooMuchMemory() {
        EventRing small = new EventRing(1_024, 100_000, new Wakeup());
        Event heavy = Samples.withArguments(30_000);
        assertThat(small.offer(heavy)).isTrue();
        assertThat(small.offer(Samples.withArguments(30_000))).isTrue();
        assertThat(small.offer(Samples.withArguments(60_000))).isFalse();
        assertThat(small.offer(event(1))).isTrue();
        small.drain(this::receive, 1);
        assertThat(small.offer(Samples.withArguments(60_000))).isTrue();
        assertThat(small.lost()).isEqualTo(1);
    }

    @Test
    void takesAnEventHeavierThanItsBudgetWhenItIsAlone() {
        EventRing small = new EventRing(1_024, 100_000, new Wakeup());
        assertThat(small.offer(Samples.withArguments(2_000_000))).isTrue();
        assertThat(small.offer(event(1))).isFalse();
        small.drain(this::receive, 1);
        assertThat(small.offer(event(1))).isTrue();
    }

    @Test
    void weighsTheArgumentsOfOneProcessOnce() {
        EventRing small = new EventRing(1_024, 100_000, new Wakeup());
        Event event = Samples.withArguments(30_000);
        for (int i = 0; i < 50; i++) {
            assertThat(small.offer(event)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -4, 3, 100_000})
    void refusesACapacityThatIsNoPowerOfTwo(int capacity) {
        assertThatThrownBy(() -> new EventRing(capacity, Long.MAX_VALUE, new Wakeup()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("capacity=" + capacity);
    }

    private void offer(int... numbers) {
        for (int number : numbers) {
            ring.offer(event(number));
        }
    }

    private void drain() {
        ring.drain(this::receive, Integer.MAX_VALUE);
    }

    private void receive(Event event, long lost) {
        String number = String.valueOf(event.timestamp().getEpochSecond());
        received.add(lost == 0 ? number : lost + " lost, " + number);
    }

    private static Event event(long number) {
        return new Event.SensorGap(Instant.ofEpochSecond(number), Instant.EPOCH, "", 0);
    }
}
