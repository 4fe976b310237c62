package io.shrike.delivery.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shrike.delivery.destination.LineSink;
import io.shrike.delivery.destination.WriteResult;
import io.shrike.delivery.encode.JsonText;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Keeps what was written; can be told to fail, to take a part only, or to block. Thread-safe. */
final class RecordingSink implements LineSink {
    /** What a write does before the next one: takes {@code bytes} of it, then gives {@code result}. */
    record Step(int bytes, WriteResult result) {}

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Deque<Step> steps = new ArrayDeque<>();
    private final CountDownLatch gate;
    private int writes;
    private boolean closed;

    RecordingSink() {
        this(new CountDownLatch(0));
    }

    /** A sink whose writes block until the gate opens. */
    RecordingSink(CountDownLatch gate) {
        this.gate = gate;
    }

    synchronized RecordingSink then(int bytes, WriteResult result) {
        steps.add(new Step(bytes, result));
        return this;
    }

    @Override
    public WriteResult write(ByteBuffer lines) {
        awaitGate();
        return take(lines);
    }

    private synchronized WriteResult take(ByteBuffer lines) {
        writes++;
        Step step = steps.isEmpty() ? new Step(Integer.MAX_VALUE, WriteResult.DONE) : steps.remove();
        byte[] taken = new byte[Math.min(step.bytes(), lines.remaining())];
        lines.get(taken);
        written.writeBytes(taken);
        return step.result();
    }

    private void awaitGate() {
        try {
            gate.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    synchronized List<Map<String, Object>> events() {
        List<Map<String, Object>> events = new ArrayList<>();
        written.toString(UTF_8).lines().forEach(line -> events.add(JsonText.parse(line)));
        return events;
    }

    List<Map<String, Object>> events(String type) {
        return events().stream()
                .filter(event -> type.equals(event.get("eventType")))
                .toList();
    }

    List<Long> sequences() {
        return events().stream()
                .map(event -> JsonText.number(event, "sensor", "sequence"))
                .toList();
    }

    synchronized int writes() {
        return writes;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public String description() {
        return "recording";
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
