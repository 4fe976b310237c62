package io.shrike.app.watch;

import io.shrike.app.config.LoadedPolicy;
import io.shrike.linux.libc.ProcessCalls;
import io.shrike.linux.seccomp.FilterCompiler;
import io.shrike.linux.seccomp.FilterDefaults;
import io.shrike.linux.seccomp.FilterRule;
import io.shrike.linux.syscall.Abi;
import io.shrike.trace.launch.WatcherRules;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** The filter that a launched program gets. */
final class LaunchFilter {
    private LaunchFilter() {}

    /** What the policy needs, and what protects this process and the launcher. */
    static List<FilterRule> rules(LoadedPolicy policy, int launcher) {
        List<FilterRule> rules = new ArrayList<>(PolicySwitch.rules(policy));
        rules.addAll(WatcherRules.rules(ProcessCalls.getpid(), launcher));
        return rules;
    }

    /** As an array of struct sock_filter. */
    static byte[] program(List<FilterRule> rules) {
        return FilterCompiler.compile(Abi.host(), rules, FilterDefaults.NOTIFY).toBytes();
    }

    /** Of the filter without the process numbers in it. */
    static byte[] digest(LoadedPolicy policy) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(program(PolicySwitch.rules(policy)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
