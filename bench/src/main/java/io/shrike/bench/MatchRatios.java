package io.shrike.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The cost of a decision under many rules against that under few: virtual machines for either take turns, so that a busy
 * machine slows both. Of each the median sample counts, and of these the best round.
 */
final class MatchRatios {
    private static final int ROUNDS = 3;

    private MatchRatios() {}

    public static void main(String[] arguments) throws RunnerException {
        System.out.println("decision    rules: 10    10,000    ratio   (ns for one, best of " + ROUNDS + " rounds; each)");
        for (String name : arguments.length > 0 ? List.of(arguments) : List.of("open", "exec", "connect")) {
            double[] few = new double[ROUNDS];
            double[] many = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                few[round] = median(name, Rules.FEW);
                many[round] = median(name, Rules.MANY);
            }
            double bestFew = Arrays.stream(few).min().orElseThrow();
            double bestMany = Arrays.stream(many).min().orElseThrow();
            System.out.printf(
                    Locale.ROOT,
                    "%-10s  %9.0f  %9.0f  %7.2f   %s %s%n",
                    name,
                    bestFew,
                    bestMany,
                    bestMany / bestFew,
                    Arrays.toString(Arrays.stream(few).mapToLong(Math::round).toArray()),
                    Arrays.toString(Arrays.stream(many).mapToLong(Math::round).toArray()));
        }
    }

    /** Nanoseconds for one decision. */
    private static double median(String name, int rules) throws RunnerException {
        RunResult result = new Runner(new OptionsBuilder()
                        .include("MatchBenchmark\\." + name + "$")
                        .param("rules", String.valueOf(rules))
                        .forks(1)
                        .warmupIterations(2)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(2)
                        .measurementTime(TimeValue.seconds(1))
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .runSingle();
        return result.getPrimaryResult().getStatistics().getPercentile(50) * 1000 / Questions.COUNT;
    }
}
