package io.shrike.bench;

import io.shrike.model.Activity;
import io.shrike.model.Judge;
import io.shrike.model.ProcessRef;
import io.shrike.policy.compile.PolicyCompiler;
import java.util.List;
import java.util.Set;

/** A policy of which only the section that is asked has many rules, and what it is asked. */
record Asked(Judge judge, List<Activity> questions) {
    /** {@code what} is open, exec or connect. */
    static Asked of(String what, int rules) {
        return switch (what) {
            case "open" -> of(Rules.text(rules, Rules.FEW, Rules.networks(Rules.FEW)), Questions.opens());
            case "exec" -> of(Rules.text(Rules.FEW, rules, Rules.networks(Rules.FEW)), Questions.execs());
            case "connect" -> of(Rules.text(Rules.FEW, Rules.FEW, Rules.networks(rules)), Questions.connects());
            default -> throw new IllegalArgumentException(what);
        };
    }

    private static Asked of(byte[] text, List<Activity> questions) {
        return new Asked(
                new PolicyCompiler(Set::of)
                        .compile(Rules.parse(text).documents())
                        .judge(),
                questions);
    }

    /** How many of the questions meet a rule. */
    int matched(ProcessRef process) {
        int matched = 0;
        for (Activity activity : questions) {
            matched += judge.decide(activity, process).matched() ? 1 : 0;
        }
        return matched;
    }
}
