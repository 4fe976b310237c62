package io.shrike.bench;

import io.shrike.delivery.encode.EventEncoder;
import io.shrike.delivery.encode.OutboundEvent;
import io.shrike.delivery.encode.SensorInfo;
import io.shrike.model.Activity;
import io.shrike.model.Decision;
import io.shrike.model.Event;
import io.shrike.model.Outcome;
import io.shrike.policy.compile.PolicyCompiler;
import io.shrike.policy.redact.Redaction;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One event to one line of JSON, arguments redacted. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EncodeBenchmark {
    private final EventEncoder encoder = new EventEncoder(new SensorInfo("0", "notify"), Redaction::redact, 16_384);
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(4096);
    private final OutboundEvent write = event(Questions.opens());
    private final OutboundEvent exec = event(Questions.execs());
    private final OutboundEvent connect = event(Questions.connects());

    private static OutboundEvent event(List<Activity> questions) {
        Decision decision = new PolicyCompiler(Set::of)
                .compile(Rules.parse(Rules.text(Rules.FEW)).documents())
                .judge()
                .decide(questions.getFirst(), Questions.process());
        Event event = new Event.Observed(
                Instant.parse("2026-01-02T03:04:05.123456789Z"),
                questions.getFirst(),
                Questions.process(),
                decision,
                Outcome.OBSERVED,
                "");
        return new OutboundEvent(event, new UUID(1, 2), 42, OptionalDouble.empty(), Optional.empty());
    }

    private int encode(OutboundEvent event) {
        line.reset();
        encoder.encode(event, line);
        return line.size();
    }

    @Benchmark
    public int write() {
        return encode(write);
    }

    @Benchmark
    public int exec() {
        return encode(exec);
    }

    @Benchmark
    public int connect() {
        return encode(connect);
    }
}
