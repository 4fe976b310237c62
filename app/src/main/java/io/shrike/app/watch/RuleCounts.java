package io.shrike.app.watch;

import io.shrike.model.Decision;
import io.shrike.model.RuleMatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How often each rule was met, also by events that were lost or withheld later. Counted by the stop thread, read by any. */
final class RuleCounts {
    private final Map<RuleMatch, LongAdder> counts = new ConcurrentHashMap<>();

    /** The stop thread: only the first match of a rule allocates. */
    void count(Decision decision) {
        List<RuleMatch> matches = decision.matches();
        for (int i = 0; i < matches.size(); i++) {
            RuleMatch rule = matches.get(i);
            LongAdder count = counts.get(rule);
            if (count == null) {
                count = counts.computeIfAbsent(rule, _ -> new LongAdder());
            }
            count.increment();
        }
    }

    Map<RuleMatch, Long> sums() {
        Map<RuleMatch, Long> sums = new HashMap<>();
        counts.forEach((rule, count) -> sums.put(rule, count.sum()));
        return sums;
    }
}
