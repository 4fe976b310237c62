package io.shrike.delivery.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.delivery.destination.LineSink;
import io.shrike.delivery.destination.WriteResult;
import io.shrike.delivery.encode.JsonText;
import io.shrike.delivery.encode.Samples;
import io.shrike.delivery.encode.SensorInfo;
import io.shrike.model.Action;
import io.shrike.model.DeliveryState;
import io.shrike.model.Event;
import io.shrike.model.Severity;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A sink that takes nothing, as a full disk does, holds remote destinations up no longer. */
class BlockedSinkTest {
    private static final int EVENTS = 5_000;
    private static final Event.Observed EVENT = Samples.minor(Samples.TIME, Severity.LOW, Action.LOG, "r");
    private static final PipelineConfig CONFIG =
            PipelineConfig.of(new SensorInfo("1", "notify"), arguments -> arguments);

    @Test
    void eventsGoOnToTheTapAndLaterToTheSink() {
        FullDisk disk = new FullDisk();
        CountingTap tap = new CountingTap();
        Pipeline pipeline = Pipeline.start(CONFIG, disk, tap, new FixedStatus());
        for (int i = 0; i < EVENTS; i++) {
            pipeline.ring().offer(EVENT);
        }
        assertThat(pipeline.flush(Duration.ofSeconds(20))).isTrue();
        assertThat(tap.lines).hasSize(EVENTS + 1);
        disk.hasRoom = true;
        assertThat(pipeline.close(Duration.ofSeconds(20))).isTrue();
        List<String> written =
                disk.taken.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(written).isEqualTo(tap.lines);
        assertThat(written).allSatisfy(line -> assertThat(JsonText.parse(line)).containsKey("eventId"));
        assertThat(pipeline.counts().dropped()).isEmpty();
    }

    @Test
    void whatTheSinkNeverTakesIsCounted() throws InterruptedException {
        FullDisk disk = new FullDisk();
        CountingTap tap = new CountingTap();
        Pipeline pipeline = Pipeline.start(CONFIG, disk, tap, new FixedStatus());
        int many = 30_000;
        for (int i = 0; i < many; i++) {
            pipeline.ring().offer(EVENT);
        }
        assertThat(pipeline.flush(Duration.ofSeconds(20))).isTrue();
        assertThat(tap.lines).hasSize(many + 1);
        assertThat(pipeline.close(Duration.ofMillis(100))).isFalse();
        while (!disk.closed) {
            Thread.sleep(5);
        }
        long emitted = pipeline.counts().emitted();
        assertThat(pipeline.counts().dropped()).containsOnlyKeys("writeFailed:ENOSPC");
        assertThat(pipeline.counts().dropped().values().iterator().next() + emitted)
                .isEqualTo(many + 1);
    }

    /** Takes half a line, then nothing until there is room. */
    private static final class FullDisk implements LineSink {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private volatile boolean hasRoom;
        private volatile boolean closed;

        @Override
        public WriteResult write(ByteBuffer lines) {
            int bytes = hasRoom ? lines.remaining() : taken.size() == 0 ? 50 : 0;
            for (int i = 0; i < bytes; i++) {
                taken.write(lines.get());
            }
            return hasRoom ? WriteResult.DONE : new WriteResult.Again("ENOSPC");
        }

        @Override
        public String description() {
            return "full";
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static final class CountingTap implements EventTap {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        public void take(Event event, byte[] bytes, int from, int to) {
            lines.add(new String(bytes, from, to - from, StandardCharsets.UTF_8));
        }

        @Override
        public boolean isActive() {
            return true;
        }

        @Override
        public void flush() {}

        @Override
        public DeliveryState state() {
            return DeliveryState.NONE;
        }
    }
}
