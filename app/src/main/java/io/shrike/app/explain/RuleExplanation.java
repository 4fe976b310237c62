package io.shrike.app.explain;

import io.shrike.policy.document.Position;
import io.shrike.policy.explain.BlockPromise;
import java.util.List;
import java.util.Map;

/**
 * One rule.
 *
 * @param calls the calls that it needs and that stop, each with when
 * @param notStopped the calls that it names and that do not stop, each with why
 * @param untraced the kinds of activity that the document's {@code tracedSyscalls} leaves out
 * @param blindSpots what it cannot see anywhere
 * @param block how far it can be raced, where it blocks
 * @param cost the highest class of its calls
 */
public record RuleExplanation(
        String policy,
        String rule,
        Position position,
        Map<String, String> calls,
        Map<String, String> notStopped,
        List<String> untraced,
        List<String> blindSpots,
        List<BlockPromise> block,
        CostClass cost) {
    public RuleExplanation {
        untraced = List.copyOf(untraced);
        blindSpots = List.copyOf(blindSpots);
        block = List.copyOf(block);
    }

    /** {@code policy: rule}. */
    public String name() {
        return policy + ": " + rule;
    }
}
