package io.shrike.bench;

import io.shrike.linux.seccomp.BpfInterpreter;
import io.shrike.linux.seccomp.BpfProgram;
import io.shrike.linux.seccomp.FilterCompiler;
import io.shrike.linux.seccomp.FilterDefaults;
import io.shrike.linux.seccomp.SeccompData;
import io.shrike.linux.syscall.Abi;
import io.shrike.linux.syscall.SyscallTable;
import io.shrike.model.Needs;
import io.shrike.policy.compile.PolicyCompiler;
import io.shrike.trace.launch.FilterPlan;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A filter as the policy needs it: made, and run in the interpreter for one call. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FilterBenchmark {
    private final Needs needs = new PolicyCompiler(Set::of)
            .compile(Rules.parse(Rules.text(Rules.FEW)).documents())
            .needs();
    private final BpfInterpreter filter = new BpfInterpreter(program());
    private final SeccompData read = SeccompData.of(Abi.X86_64, number("read"), 3, 4096, 100);
    private final SeccompData openToWrite = SeccompData.of(Abi.X86_64, number("openat"), -100, 4096, 0x241, 0x1a4);

    private static int number(String name) {
        return SyscallTable.of(Abi.X86_64).number(name).orElseThrow();
    }

    private BpfProgram program() {
        return FilterCompiler.compile(
                Abi.X86_64, FilterPlan.rules(needs, SyscallTable.of(Abi.X86_64).names()), FilterDefaults.NOTIFY);
    }

    @Benchmark
    public BpfInterpreter.Outcome interpretACallThatPasses() {
        return filter.execute(read);
    }

    @Benchmark
    public BpfInterpreter.Outcome interpretACallThatStops() {
        return filter.execute(openToWrite);
    }

    @Benchmark
    public BpfProgram compile() {
        return program();
    }
}
