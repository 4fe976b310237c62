package io.shrike.bench;

import io.shrike.model.ProcessRef;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;

/** A decision about each of {@link Questions#COUNT} activities, one after another: divide by that for the cost of one. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MatchBenchmark {
    @Param({"10", "10000"})
    public int rules;

    private final ProcessRef process = Questions.process();

    private Asked asked;

    @Setup
    public void compile(BenchmarkParams benchmark) {
        String name = benchmark.getBenchmark();
        asked = Asked.of(name.substring(name.lastIndexOf('.') + 1), rules);
        if (asked.matched(process) != Questions.COUNT / 2) {
            throw new IllegalStateException("not the answers that few rules give: " + asked.matched(process));
        }
    }

    @Benchmark
    public int open() {
        return asked.matched(process);
    }

    @Benchmark
    public int exec() {
        return asked.matched(process);
    }

    @Benchmark
    public int connect() {
        return asked.matched(process);
    }
}
