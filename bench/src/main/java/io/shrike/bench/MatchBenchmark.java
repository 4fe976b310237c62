package io.shrike.bench;

import io.shrike.model.Activity;
import io.shrike.model.Judge;
import io.shrike.model.ProcessRef;
import io.shrike.policy.compile.PolicyCompiler;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A decision about each of {@link Questions#COUNT} activities, one after another: divide by that for the cost of one. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MatchBenchmark {
    @Param({"10", "10000"})
    public int rules;

    private final ProcessRef process = Questions.process();
    private Judge judge;
    private List<Activity> opens;
    private List<Activity> execs;
    private List<Activity> connects;

    @Setup
    public void compile() {
        judge = new PolicyCompiler(Set::of).compile(Rules.parse(Rules.text(rules)).documents()).judge();
        opens = Questions.opens();
        execs = Questions.execs();
        connects = Questions.connects();
        for (List<Activity> questions : List.of(opens, execs, connects)) {
            if (matched(questions) != Questions.COUNT / 2) {
                throw new IllegalStateException("not the answers that few rules give: " + matched(questions));
            }
        }
    }

    private int matched(List<Activity> questions) {
        int matched = 0;
        for (Activity activity : questions) {
            matched += judge.decide(activity, process).matched() ? 1 : 0;
        }
        return matched;
    }

    @Benchmark
    public int open() {
        return matched(opens);
    }

    @Benchmark
    public int exec() {
        return matched(execs);
    }

    @Benchmark
    public int connect() {
        return matched(connects);
    }
}
