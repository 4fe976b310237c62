package io.shrike.bench;

import io.shrike.policy.compile.CompiledPolicy;
import io.shrike.policy.compile.PolicyCompiler;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Set;

/** Time to parse and compile the large policy in a virtual machine that has never done so, and the heap that it then takes. */
final class LoadCost {
    private static final int ROUNDS = 4;

    private LoadCost() {}

    public static void main(String[] arguments) {
        byte[] text = Rules.text(Rules.MANY);
        for (int round = 0; round < ROUNDS; round++) {
            long before = used();
            long start = System.nanoTime();
            long cpu = processorTime();
            CompiledPolicy policy =
                    new PolicyCompiler(Set::of).compile(Rules.parse(text).documents());
            double seconds = (System.nanoTime() - start) / 1e9;
            double processor = (processorTime() - cpu) / 1e9;
            long heap = used() - before;
            System.out.printf(
                    Locale.ROOT,
                    "load %d: %.2f s, of which %.2f s on a processor, %.1f MB more heap, %d rules that need something, %.1f MB of text%n",
                    round + 1,
                    seconds,
                    processor,
                    heap / 1e6,
                    policy.ruleNeeds().size(),
                    text.length / 1e6);
        }
    }

    private static long processorTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
