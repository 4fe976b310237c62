package io.shrike.app.doctor;

import io.shrike.app.explain.RuleExplanation;
import io.shrike.policy.explain.BlockPromise;
import java.util.ArrayList;
import java.util.List;

/**
 * How far one rule works here.
 *
 * @param rule as {@code policy: rule}
 * @param why what limits it, one sentence each
 */
public record Coverage(String rule, Level level, List<String> why) {
    /** From the strongest to the weakest. */
    public enum Level {
        /** Calls that meet it are kept from happening. */
        ENFORCED,
        /** Calls that meet it are told. */
        OBSERVED,
        /** Told from what /proc shows, not from a call. */
        INFERRED,
        /** It never fires. */
        BLIND
    }

    public Coverage {
        why = List.copyOf(why);
    }

    static Coverage of(RuleExplanation rule, TrialWatch.Outcome trial) {
        List<String> why = new ArrayList<>();
        rule.notStopped().forEach((call, reason) -> why.add(call + " " + reason));
        rule.untraced().forEach(kind -> why.add("tracedSyscalls leaves out " + kind));
        if (!trial.watched()) {
            return new Coverage(rule.name(), Level.BLIND, List.of("nothing can be watched here: " + trial.problem()));
        }
        if (rule.calls().isEmpty()) {
            return new Coverage(rule.name(), Level.BLIND, why);
        }
        boolean looks = trial.unwatched().keySet().stream().noneMatch(reason -> reason.startsWith("unchecked:"));
        for (BlockPromise promise : rule.block()) {
            switch (promise.kind()) {
                case RACE_FREE -> {}
                case CHECKED_AFTERWARDS -> {
                    if (!looks) {
                        why.add("can be raced here, because results cannot be looked at: " + promise.text());
                    }
                }
                case CAN_BE_RACED -> why.add("can be raced: " + promise.text());
            }
        }
        trial.unwatched().keySet().stream()
                .filter(reason -> reason.startsWith("unreadable:"))
                .forEach(reason -> why.add("calls of programs whose memory is closed to the sensor: " + reason));
        return new Coverage(rule.name(), rule.block().isEmpty() ? Level.OBSERVED : Level.ENFORCED, why);
    }
}
