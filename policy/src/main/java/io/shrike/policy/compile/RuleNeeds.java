package io.shrike.policy.compile;

import io.shrike.model.Interest;
import io.shrike.policy.document.Position;
import java.util.Set;

/**
 * What one rule must see: the kinds of activity and, for rules about system calls, their names. {@code untraced} are the
 * kinds that the document's {@code tracedSyscalls} leaves out, so that this part of the rule never fires.
 */
public record RuleNeeds(
        String policy,
        String rule,
        Position position,
        Set<Interest> interests,
        Set<String> syscalls,
        Set<Interest> untraced) {
    public RuleNeeds {
        interests = Set.copyOf(interests);
        syscalls = Set.copyOf(syscalls);
        untraced = Set.copyOf(untraced);
    }
}
