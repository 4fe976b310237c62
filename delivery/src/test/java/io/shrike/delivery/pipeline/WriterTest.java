package io.shrike.delivery.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.delivery.destination.WriteResult;
import io.shrike.delivery.encode.EventEncoder;
import io.shrike.delivery.encode.JsonText;
import io.shrike.delivery.encode.Samples;
import io.shrike.delivery.encode.SensorInfo;
import io.shrike.model.Action;
import io.shrike.model.Event;
import io.shrike.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The writer's duty, driven by the test's own thread and clock. */
class WriterTest {
    private static final int RING = 1_024;

    private final ManualClocks time = new ManualClocks();
    private final Clocks clocks = time.clocks();
    private final Wakeup wakeup = new Wakeup();
    private final EventRing ring = new EventRing(RING, Long.MAX_VALUE, wakeup);
    private final Inbox inbox = new Inbox(2, wakeup);
    private final Tally tally = new Tally();

    @Test
    void numbersFromOneWithoutHoles() {
        RecordingSink sink = new RecordingSink();
        Writer writer = writer(sink, Shaping.NONE);
        offer(100);
        writer.work();
        stop(writer);
        assertThat(sink.sequences())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 102).boxed().toList());
        assertThat(sink.events())
                .first()
                .satisfies(event ->
                        assertThat(JsonText.at(event, "status", "phase")).isEqualTo("started"));
        assertThat(sink.events())
                .last()
                .satisfies(event ->
                        assertThat(JsonText.at(event, "status", "phase")).isEqualTo("stopped"));
        assertThat(writer.drained()).isTrue();
    }

    @Test
    void leavesAHoleWhereEventsWereLost() {
        RecordingSink sink = new RecordingSink();
        Writer writer = writer(sink, Shaping.NONE);
        offer(RING + 3);
        writer.work();
        offer(1);
        stop(writer);
        List<Long> sequences = sink.sequences();
        assertThat(sequences.get(RING)).isEqualTo(RING + 1);
        assertThat(sequences.get(RING + 1)).isEqualTo(RING + 1 + 3 + 1);
        Map<String, Object> last = sink.events().getLast();
        assertThat(JsonText.number(last, "status", "dropped", "ringFull")).isEqualTo(3);
    }

    @Test
    void leavesAHoleBeforeTheLastStatusForLossesThatNothingFollowed() {
        RecordingSink sink = new RecordingSink();
        Writer writer = writer(sink, Shaping.NONE);
        offer(RING + 3);
        stop(writer);
        assertThat(sink.sequences().getLast()).isEqualTo(1 + RING + 3 + 1);
    }

    @Test
    void countsAndSkipsWhatTheInboxCouldNotTake() {
        RecordingSink sink = new RecordingSink();
        Writer writer = writer(sink, Shaping.NONE);
        for (int i = 0; i < 5; i++) {
            inbox.submit(new Event.PolicyLoaded(Samples.TIME, List.of(), "s", List.of()));
        }
        stop(writer);
        assertThat(sink.events("policy_loaded")).hasSize(2);
        assertThat(sink.sequences()).containsExactly(1L, 5L, 6L, 7L);
        assertThat(JsonText.number(sink.events().getLast(), "status", "dropped", "inboxFull"))
                .isEqualTo(3);
    }

    @Test
    void tellsItsStatusAtIntervals() {
        RecordingSink sink = new RecordingSink();
        Writer writer = writer(sink, Shaping.NONE);
        writer.work();
        assertThat(sink.events()).hasSize(1);
        time.advance(Duration.ofSeconds(59));
        writer.work();
        assertThat(sink.events()).hasSize(1);
        time.advance(Duration.ofSeconds(1));
        writer.work();
        writer.work();
        assertThat(sink.events()).hasSize(2);
        Map<String, Object> status = sink.events().getLast();
        assertThat(JsonText.at(status, "status", "phase")).isEqualTo("running");
        assertThat(JsonText.number(status, "status", "seen")).isEqualTo(7);
        assertThat(JsonText.number(status, "status", "emitted")).isEqualTo(1);
        assertThat(JsonText.at(status, "status", "notes")).isEqualTo(List.of("a note"));
    }

    @Test
    void numbersOnlyWhatSamplingKeepsAndCountsTheRest() {
        RecordingSink sink = new RecordingSink();
        Writer writer = writer(sink, Shaping.uniform(0.25, false, OptionalInt.empty()));
        offer(1_000);
        stop(writer);
        int kept = sink.events("file_access").size();
        assertThat(kept).isBetween(180, 320);
        assertThat(sink.events("file_access"))
                .allSatisfy(event -> assertThat(event).containsEntry("sampleRate", 0.25));
        assertThat(JsonText.number(sink.events().getLast(), "status", "sampled"))
                .isEqualTo(1_000 - kept);
        assertThat(sink.sequences())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, kept + 2).boxed().toList());
    }

    @Test
    void saysOnceASecondWhatTheLimitWithheld() {
        RecordingSink sink = new RecordingSink();
        Writer writer = writer(sink, Shaping.uniform(1, false, OptionalInt.of(10)));
        offer(30);
        writer.work();
        assertThat(sink.events("events_suppressed")).isEmpty();
        time.advance(Duration.ofSeconds(1));
        offer(5);
        writer.work();
        assertThat(sink.events("events_suppressed"))
                .singleElement()
                .satisfies(event ->
                        assertThat(JsonText.at(event, "suppressed", "byRule")).isEqualTo(Map.of("fim/r", 25)));
        offer(4);
        stop(writer);
        List<Map<String, Object>> told = sink.events("events_suppressed");
        assertThat(told).hasSize(2);
        assertThat(JsonText.number(told.getLast(), "suppressed", "total")).isEqualTo(4);
        assertThat(JsonText.number(sink.events().getLast(), "status", "suppressed"))
                .isEqualTo(29);
        assertThat(sink.events("file_access")).hasSize(10);
    }

    @Test
    void triesAgainUntilAFullDiskHasRoomAndLosesNothing() {
        WriteResult full = new WriteResult.Again("ENOSPC");
        RecordingSink sink = new RecordingSink();
        Writer writer = writer(sink, Shaping.NONE);
        sink.then(100, full).then(0, full).then(33, full);
        offer(5);
        writer.work();
        offer(6);
        for (int i = 0; i < 4; i++) {
            time.advance(Duration.ofSeconds(1));
            writer.work();
        }
        writer.work();
        stop(writer);
        assertThat(sink.sequences())
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 13).boxed().toList());
        Map<String, Object> last = sink.events().getLast();
        assertThat(JsonText.at(last, "status", "dropped")).isEqualTo(Map.of());
        assertThat((List<?>) JsonText.at(last, "status", "notes")).last().isEqualTo("writes tried again: ENOSPC=3");
    }

    @Test
    void waitsLongerBetweenAttempts() {
        RecordingSink sink = new RecordingSink();
        Writer writer = writer(sink, Shaping.NONE);
        for (int i = 0; i < 20; i++) {
            sink.then(0, new WriteResult.Again("ENOSPC"));
        }
        int before = sink.writes();
        offer(1);
        for (int i = 0; i < 1_000; i++) {
            writer.work();
            time.advance(Duration.ofMillis(1));
        }
        assertThat(sink.writes() - before).isBetween(8, 11);
    }

    @Test
    void countsTheLinesThatNobodyReadsAnyMore() {
        RecordingSink sink = new RecordingSink();
        Writer writer = writer(sink, Shaping.NONE);
        sink.then(10, new WriteResult.Lost("EPIPE"));
        offer(5);
        writer.work();
        offer(2);
        writer.work();
        Map<String, Long> dropped = counts().dropped();
        assertThat(dropped).isEqualTo(Map.of("writeFailed:EPIPE", 5L));
        assertThat(tally.emitted).hasValue(1 + 2);
    }

    @Test
    void givesUpAtTheDeadlineAndCountsWhatIsLeft() {
        RecordingSink sink = new RecordingSink();
        Writer writer = writer(sink, Shaping.NONE);
        for (int i = 0; i < 3; i++) {
            sink.then(0, new WriteResult.Again("ENOSPC"));
        }
        offer(5);
        writer.work();
        offer(4);
        writer.stop(Duration.ZERO);
        writer.finish();
        assertThat(writer.drained()).isFalse();
        assertThat(counts().dropped()).isEqualTo(Map.of("writeFailed:ENOSPC", 5L, "drainTimeout", 4L));
    }

    @Test
    void goesOnAfterAnEventThatCannotBeEncoded() {
        RecordingSink sink = new RecordingSink();
        Writer writer = writer(sink, Shaping.NONE);
        offer(1);
        ring.offer(Samples.broken());
        offer(1);
        stop(writer);
        assertThat(sink.sequences()).containsExactly(1L, 2L, 4L, 5L);
        assertThat((Map<?, ?>) JsonText.at(sink.events().getLast(), "status", "dropped"))
                .isEqualTo(Map.of("encodeFailed:IndexOutOfBoundsException", 1));
    }

    @Test
    void writesManyLinesAtOnce() {
        RecordingSink sink = new RecordingSink();
        Writer writer = writer(sink, Shaping.NONE);
        int before = sink.writes();
        offer(1_000);
        while (writer.work()) {
            time.advance(Duration.ofMillis(1));
        }
        assertThat(sink.writes() - before).isBetween(2, 30);
        assertThat(sink.events("file_access")).hasSize(1_000);
    }

    @Test
    void takesANewShapingForWhatIsOfferedAfterIt() {
        RecordingSink sink = new RecordingSink();
        Outlet outlet = outlet(sink);
        Admission admission = admission(outlet, Shaping.NONE);
        Writer writer = writer(outlet, admission);
        offer(50);
        admission.reshape(Shaping.uniform(1, false, OptionalInt.of(10)), ring.accepted());
        offer(30);
        admission.reshape(Shaping.NONE, ring.accepted());
        offer(7);
        stop(writer);
        assertThat(sink.events("file_access")).hasSize(50 + 10 + 7);
    }

    private Writer writer(RecordingSink sink, Shaping shaping) {
        Outlet outlet = outlet(sink);
        return writer(outlet, admission(outlet, shaping));
    }

    private Outlet outlet(RecordingSink sink) {
        EventEncoder encoder = new EventEncoder(new SensorInfo("1", "notify"), arguments -> arguments, 16_384);
        return new Outlet(encoder, sink, EventTap.NONE, new SecretMask(List.of()), 65_536, tally, clocks.nanoTime());
    }

    private Admission admission(Outlet outlet, Shaping shaping) {
        PipelineConfig config = PipelineConfig.of(new SensorInfo("1", "notify"), arguments -> arguments)
                .withShaping(shaping);
        return new Admission(outlet, tally, new EventIds(new SplittableRandom(3)), config);
    }

    /** A writer that has told its first status. */
    private Writer writer(Outlet outlet, Admission admission) {
        SelfReport report = new SelfReport(
                admission, new FixedStatus(), EventTap.NONE, this::counts, tally, clocks, Duration.ofSeconds(60));
        Writer writer = new Writer(ring, inbox, admission, outlet, report, tally, clocks, new Idle(wakeup));
        writer.begin();
        return writer;
    }

    private io.shrike.model.Counts counts() {
        return tally.counts(new FixedStatus(), ring, inbox);
    }

    private void offer(int events) {
        Instant now = Samples.TIME;
        for (int i = 0; i < events; i++) {
            ring.offer(Samples.minor(now, Severity.LOW, Action.LOG, "r"));
        }
    }

    private static void stop(Writer writer) {
        writer.stop(Duration.ofSeconds(5));
        writer.finish();
    }
}
