package io.shrike.delivery.pipeline;

import io.shrike.model.Decision;
import io.shrike.model.Event;
import io.shrike.model.RuleMatch;
import io.shrike.model.Severity;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps events below a number per second, the lowest severities going first. Seconds are those of the events' own time, so
 * that a backlog worked off in one go is not cut. Owned by the writer thread.
 *
 * <p>A second's budget is the limit. Low severities must fit into it; what is worse may overdraw it, and the overdraft is
 * taken from the seconds that follow: medium by a quarter of the limit, high by a half, critical by a whole. So the worst
 * events of a second get through although the low ones came first, no second has more than twice the limit, and over time
 * the limit holds.
 */
final class RateLimit {
    /** A step back by more than this is a new clock, not a late event. */
    private static final long LATE_SECONDS = 5;

    private final Map<String, Long> suppressed = new TreeMap<>();
    private long second = Long.MIN_VALUE;
    private long spent;

    /** Whether the event may pass; if not, it is counted under its worst rule. */
    boolean admits(Event.Observed event, int limit) {
        enter(event.timestamp().getEpochSecond(), limit);
        Decision decision = event.decision();
        if (spent < limit + overdraft(decision.severity(), limit)) {
            spent++;
            return true;
        }
        suppressed.merge(worstRule(decision), 1L, Long::sum);
        return false;
    }

    /** Starts a new second with what earlier ones overdrew. */
    private void enter(long now, int limit) {
        if (second == Long.MIN_VALUE || now < second - LATE_SECONDS) {
            second = now;
            spent = 0;
        } else if (now > second) {
            spent = now - second > 1 ? 0 : Math.max(0, Math.min(spent, 2L * limit) - limit);
            second = now;
        }
    }

    private static int overdraft(Severity severity, int limit) {
        return switch (severity) {
            case LOW -> 0;
            case MEDIUM -> limit / 4;
            case HIGH -> limit / 2;
            case CRITICAL -> limit;
        };
    }

    /** The first of the rules with the highest severity, as {@code policy/rule}. */
    private static String worstRule(Decision decision) {
        for (RuleMatch match : decision.matches()) {
            if (match.severity() == decision.severity()) {
                return match.policy() + "/" + match.rule();
            }
        }
        return decision.type().wireName();
    }

    boolean hasSuppressed() {
        return !suppressed.isEmpty();
    }

    /** What was withheld since the last call, by rule. */
    Map<String, Long> takeSuppressed() {
        Map<String, Long> taken = Map.copyOf(suppressed);
        suppressed.clear();
        return taken;
    }
}
