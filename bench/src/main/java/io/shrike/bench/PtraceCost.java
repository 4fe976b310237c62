package io.shrike.bench;

import io.shrike.linux.memory.CStrings;
import io.shrike.linux.memory.ProcessMemory;
import io.shrike.linux.syscall.Abi;
import io.shrike.linux.syscall.SyscallTable;
import io.shrike.model.Verdict;
import io.shrike.trace.engine.ptrace.Attachment;
import io.shrike.trace.engine.ptrace.PtraceEngine;
import io.shrike.trace.engine.ptrace.WantedCalls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * An open storm (bench/openstorm) native, under the ptrace engine without a filter, which reads each path, and under strace, in
 * alternating rounds: {@code PtraceCost OPENSTORM COUNT ROUNDS}.
 */
final class PtraceCost {
    private static final int LONGEST = 4096;

    private final String storm;
    private final String count;
    private final List<Double> natives = new ArrayList<>();
    private final List<Double> followed = new ArrayList<>();
    private final List<Double> unwanted = new ArrayList<>();
    private final List<Double> straced = new ArrayList<>();

    private PtraceCost(String storm, String count) {
        this.storm = storm;
        this.count = count;
    }

    public static void main(String[] arguments) throws IOException {
        PtraceCost cost = new PtraceCost(arguments[0], arguments[1]);
        for (int round = Integer.parseInt(arguments[2]); round > 0; round--) {
            cost.natives.add(cost.seconds(""));
            cost.followed.add(cost.underEngine("openat"));
            cost.unwanted.add(cost.underEngine("execve"));
            cost.straced.add(cost.seconds("strace -f -e trace=openat -o /dev/null "));
        }
        cost.print("native", cost.natives);
        cost.print("ptrace engine, opens are wanted", cost.followed);
        cost.print("ptrace engine, only execs are wanted", cost.unwanted);
        cost.print("strace -f -e trace=openat", cost.straced);
    }

    /** A shell between us and it, for the virtual machine takes the stops of its children; it waits for a line. */
    private Process start(String prefix) throws IOException {
        String line = "sh -c 'echo $$; read go; exec " + prefix + storm + " " + count + "'; exit $?";
        return new ProcessBuilder("sh", "-c", line).start();
    }

    private double seconds(String prefix) throws IOException {
        Process shell = start(prefix);
        shell.inputReader().readLine();
        return go(shell);
    }

    private static double go(Process shell) throws IOException {
        shell.outputWriter().write("go\n");
        shell.outputWriter().flush();
        String said = shell.inputReader().readLine();
        return Double.parseDouble(said.substring(0, said.indexOf(' ')));
    }

    private double underEngine(String call) throws IOException {
        int number = SyscallTable.of(Abi.host()).number(call).orElseThrow();
        byte[] path = new byte[LONGEST];
        Process shell = start("");
        int pid = Integer.parseInt(shell.inputReader().readLine());
        WantedCalls wanted = WantedCalls.of(Map.of(Abi.host(), Set.of(number)));
        try (ProcessMemory memory = new ProcessMemory();
                PtraceEngine engine = new PtraceEngine(wanted, false, (what, _) -> System.out.println(what))) {
            Thread.ofPlatform()
                    .daemon()
                    .start(() -> engine.run(stop -> {
                        CStrings.read(memory.target(stop.tid()), stop.argument(1), path, path.length);
                        return stop.stillStopped() ? Verdict.CONTINUE : new Verdict.Terminate();
                    }));
            if (!(engine.attach(pid).join() instanceof Attachment.Attached)) {
                throw new IllegalStateException("not attached");
            }
            return go(shell);
        }
    }

    private void print(String what, List<Double> seconds) {
        double[] sorted =
                seconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double median = sorted[sorted.length / 2];
        double first = natives.stream().sorted().toList().get(natives.size() / 2);
        System.out.printf(
                Locale.ROOT,
                "%-40s %.2f s %s, %.1f of native, %.1f us an open%n",
                what,
                median,
                Arrays.toString(sorted),
                median / first,
                median * 1e6 / Long.parseLong(count));
    }
}
