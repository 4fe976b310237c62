package io.shrike.policy.judge;

import io.shrike.model.Activity;
import io.shrike.model.EventType;
import io.shrike.model.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Decides calls by their names and register arguments. */
final class SyscallJudge {
    private final Map<String, List<SyscallEntry>> byName = new HashMap<>();
    private final List<TracedEntry> traced;

    SyscallJudge(List<SyscallEntry> rules, List<TracedEntry> traced) {
        for (SyscallEntry rule : rules) {
            for (String name : rule.syscalls()) {
                byName.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(rule);
            }
        }
        this.traced = List.copyOf(traced);
    }

    /** Counts the rules that name the call. A rule on arguments that are not known does not match. */
    void judge(Activity activity, List<Long> rawArguments, Tally tally) {
        List<SyscallEntry> rules = byName.get(activity.syscall());
        if (rules != null) {
            List<Long> arguments = registers(activity, rawArguments);
            for (SyscallEntry rule : rules) {
                if (rule.holds(arguments)) {
                    tally.add(rule.match());
                    tally.offer(EventType.SYSCALL, Finding.NONE);
                }
            }
        }
    }

    private static List<Long> registers(Activity activity, List<Long> rawArguments) {
        return switch (activity) {
            case Activity.SyscallActivity call -> call.arguments();
            case Activity.TamperActivity tamper -> tamper.call().arguments();
            default -> rawArguments;
        };
    }

    /** Counts {@code tracedSyscalls} for a call that no rule was about. */
    void judgeTraced(Activity activity, TracedEntry.Kind kind, Tally tally) {
        for (TracedEntry entry : traced) {
            if (entry.covers(activity.syscall(), kind)) {
                tally.add(entry.match());
            }
        }
    }
}
