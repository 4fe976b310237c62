package io.shrike.trace.launch;

import io.shrike.linux.abi.Ptrace;
import io.shrike.linux.seccomp.ArgumentTest;
import io.shrike.linux.seccomp.FilterCompiler;
import io.shrike.linux.seccomp.FilterRule;
import java.util.List;
import java.util.stream.Stream;

/**
 * What stops, whatever the policy, because it may be aimed at a watcher. Signals that programs send often go on in the kernel
 * unless they name a watcher: only a signal that ends or stops a process may name one by the id of one of its threads.
 */
public final class WatcherRules {
    /** Signals below 32 that end or stop a process by default: all but CHLD, CONT, URG, WINCH, and USR1 and USR2, which many use. */
    private static final Integer[] HARMFUL = {
        1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 14, 15, 16, 19, 20, 21, 22, 24, 25, 26, 27, 29, 30, 31
    };

    private static final int FIRST_REAL_TIME = 32;
    private static final int LAST_REAL_TIME = 64;

    private WatcherRules() {}

    /** The rules for watchers of these ids, as the program sees them. */
    public static List<FilterRule> rules(int sensor, int launcher) {
        ArgumentTest first = ArgumentTest.in(0, sensor, launcher);
        FilterRule kill = new FilterRule(
                "kill",
                List.of(
                        List.of(ArgumentTest.in(0, sensor, launcher, -sensor, -1)),
                        List.of(ArgumentTest.in(1, HARMFUL)),
                        List.of(ArgumentTest.maskedEquals(1, -FIRST_REAL_TIME, FIRST_REAL_TIME)),
                        List.of(ArgumentTest.equalTo(1, LAST_REAL_TIME))));
        return Stream.of(
                        kill,
                        FilterRule.when("tgkill", first),
                        FilterRule.when("rt_tgsigqueueinfo", first),
                        FilterRule.when("process_vm_readv", first),
                        FilterRule.when("ptrace", ArgumentTest.in(0, Ptrace.PTRACE_ATTACH, Ptrace.PTRACE_SEIZE)),
                        FilterRule.always("tkill"),
                        FilterRule.always("rt_sigqueueinfo"),
                        FilterRule.always("pidfd_send_signal"),
                        FilterRule.always("process_vm_writev"))
                .filter(rule -> FilterCompiler.knows(rule.syscall()))
                .toList();
    }
}
