package io.shrike.trace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StopLatencyTest {
    @Test
    void boundsRiseFromAMicrosecondToASecond() {
        assertThat(StopLatency.bound(0)).isEqualTo(1_024);
        assertThat(StopLatency.bound(1)).isEqualTo(1_536);
        assertThat(StopLatency.bound(2)).isEqualTo(2_048);
        assertThat(StopLatency.bound(StopLatency.bounds() - 1)).isEqualTo(1L << 30);
        for (int i = 1; i < StopLatency.bounds(); i++) {
            assertThat(StopLatency.bound(i)).isGreaterThan(StopLatency.bound(i - 1));
        }
    }

    @Test
    void everyTimeIsInTheFirstBucketWhoseBoundItDoesNotPass() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 100_000; i++) {
            assertCounted(random.nextLong(1L << random.nextInt(1, 40)));
        }
        for (int i = 0; i < StopLatency.bounds(); i++) {
            assertCounted(StopLatency.bound(i) - 1);
            assertCounted(StopLatency.bound(i));
            assertCounted(StopLatency.bound(i) + 1);
        }
        assertCounted(0);
        assertCounted(Long.MAX_VALUE);
    }

    private static void assertCounted(long nanos) {
        StopLatency latency = new StopLatency();
        latency.add(nanos);
        int expected = 0;
        while (expected < StopLatency.bounds() && StopLatency.bound(expected) < nanos) {
            expected++;
        }
        assertThat(latency.count(expected)).as("%d ns", nanos).isEqualTo(1);
        assertThat(latency.sum()).isEqualTo(nanos);
    }

    @Test
    void aClockThatWentBackIsCountedAsNoTime() {
        StopLatency latency = new StopLatency();
        latency.add(-5);
        assertThat(latency.count(0)).isEqualTo(1);
    }
}
