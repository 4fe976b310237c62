package io.shrike.policy.judge;

import io.shrike.model.DigestNeed;
import io.shrike.model.Field;
import io.shrike.model.ProgramFile;
import io.shrike.policy.match.RuleHits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rules that go by the content of a program alone, by their digests. */
public final class DigestTable {
    private final Map<String, List<Integer>> rules;
    private final DigestNeed need;

    private DigestTable(Builder builder) {
        rules = Map.copyOf(builder.rules);
        need = builder.need;
    }

    /** What its rules ask for, of every program. */
    DigestNeed need() {
        return need;
    }

    void match(ProgramFile file, RuleHits hits) {
        file.sha256().flatMap(Field::asOptional).map(rules::get).ifPresent(found -> found.forEach(hits::add));
    }

    /** Collects rules by their numbers. */
    public static final class Builder {
        private final Map<String, List<Integer>> rules = new HashMap<>();
        private DigestNeed need = DigestNeed.NONE;

        public void add(DigestCondition condition, int rule) {
            condition
                    .anyOf()
                    .forEach(digest -> rules.computeIfAbsent(digest, _ -> new ArrayList<>(1))
                            .add(rule));
            need = need.or(condition.need());
        }

        public DigestTable build() {
            return new DigestTable(this);
        }
    }
}
