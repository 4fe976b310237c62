package io.shrike.policy.compile;

import io.shrike.model.Interest;
import io.shrike.model.Needs;
import io.shrike.model.RegisterTest;
import io.shrike.policy.document.Position;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one rule must see: the kinds of activity and, for rules about system calls, their names. {@code untraced} are the
 * kinds that the document's {@code tracedSyscalls} leaves out, so that this part of the rule never fires. {@code blocks}: it keeps
 * calls from happening. The calls need be
 * seen only when all of {@code tests} hold.
 */
public record RuleNeeds(
        String policy,
        String rule,
        Position position,
        boolean blocks,
        Set<Interest> interests,
        Set<String> syscalls,
        Set<Interest> untraced,
        List<RegisterTest> tests) {
    public RuleNeeds {
        interests = Set.copyOf(interests);
        syscalls = Set.copyOf(syscalls);
        untraced = Set.copyOf(untraced);
        tests = List.copyOf(tests);
    }

    /** What must be seen if there is no other rule. */
    public Needs needs() {
        Map<String, List<List<RegisterTest>>> conditions = new HashMap<>();
        if (!tests.isEmpty()) {
            syscalls.forEach(call -> conditions.put(call, List.of(tests)));
        }
        return new Needs(interests, syscalls, false, conditions, Set.of(), Set.of());
    }
}
