package io.shrike.bench;

import io.shrike.model.ProcessRef;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The cost of a decision under many rules against that under few. Batches of either take turns in one virtual machine, each
 * shorter than a scheduler's slice, so that a busy machine slows both or spoils single batches: the fastest and the median
 * count. {@link MatchBenchmark} measures the same with JMH, one virtual machine after another.
 */
final class MatchRatios {
    private static final int WARM_UP = 8_000;
    private static final int BATCHES = 8_000;

    private MatchRatios() {}

    public static void main(String[] arguments) {
        System.out.println("ns for one decision          under 10 rules    under many     ratio");
        for (String name : arguments.length > 0 ? List.of(arguments) : List.of("open", "exec", "connect")) {
            Asked few = Asked.of(name, Rules.FEW);
            Asked many = Asked.of(name, Rules.MANY);
            compare(few, many, WARM_UP);
            double[][] times = compare(few, many, BATCHES);
            print(name + ", fastest", times[0][0], times[1][0]);
            print(name + ", median", times[0][BATCHES / 2], times[1][BATCHES / 2]);
        }
    }

    /** Nanoseconds for one decision in every batch, under few rules and under many, rising. */
    private static double[][] compare(Asked few, Asked many, int batches) {
        ProcessRef process = Questions.process();
        double[][] times = new double[2][batches];
        for (int batch = 0; batch < batches; batch++) {
            times[0][batch] = time(few, process);
            times[1][batch] = time(many, process);
        }
        Arrays.sort(times[0]);
        Arrays.sort(times[1]);
        return times;
    }

    private static double time(Asked asked, ProcessRef process) {
        long start = System.nanoTime();
        int matched = asked.matched(process);
        long took = System.nanoTime() - start;
        if (matched != Questions.COUNT / 2) {
            throw new IllegalStateException("matched " + matched);
        }
        return (double) took / Questions.COUNT;
    }

    private static void print(String name, double few, double many) {
        System.out.printf(Locale.ROOT, "%-28s %14.1f %13.1f %9.2f%n", name, few, many, many / few);
    }
}
