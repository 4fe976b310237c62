package io.shrike.policy.match;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.shrike.model.ByteString;
import java.util.List;
import java.util.stream.IntStream;

/** Path rules against a naive matcher: for a path, and for what moves with a directory. */
class PathTableFuzz {
    private record Rule(String glob, PathReach reach) {
        static Rule of(FuzzedDataProvider data) {
            return new Rule(Generated.pathGlob(data), data.pickValue(PathReach.values()));
        }

        boolean covers(String path) {
            return NaiveGlob.covers(glob, reach, path);
        }

        boolean standsAnywhere() {
            return glob.contains("**");
        }
    }

    @FuzzTest
    void agreesWithANaiveMatcher(FuzzedDataProvider data) {
        List<Rule> rules = Generated.some(data, 12, Rule::of);
        PathTable.Builder builder = new PathTable.Builder();
        for (int i = 0; i < rules.size(); i++) {
            builder.add(ByteString.utf8(rules.get(i).glob()), rules.get(i).reach(), i);
        }
        PathTable table = builder.build();
        RuleHits hits = new RuleHits(rules.size());
        for (String path : Generated.some(data, 20, Generated::path)) {
            hits.clear();
            table.match(ByteString.utf8(path), hits);
            int[] expected = IntStream.range(0, rules.size())
                    .filter(rule -> rules.get(rule).covers(path))
                    .toArray();
            assertThat(hits.sorted()).as("%s in %s", path, rules).containsExactly(expected);
            movesWhatIsBelow(rules, table, path);
        }
    }

    /** A rule that covers some path, and not the directory above, is among what moves with the directory. */
    private static void movesWhatIsBelow(List<Rule> rules, PathTable table, String path) {
        List<String> segments = NaiveGlob.segments(path);
        for (int n = 0; n < segments.size(); n++) {
            RuleHits moved = new RuleHits(rules.size());
            String directory = "/" + String.join("/", segments.subList(0, n));
            table.matchBelow(ByteString.utf8(directory), moved);
            for (int rule = 0; rule < rules.size(); rule++) {
                Rule below = rules.get(rule);
                if (!below.standsAnywhere() && below.covers(path) && !below.covers(directory)) {
                    assertThat(moved.contains(rule))
                            .as("rule %d of %s, below %s for %s", rule, rules, directory, path)
                            .isTrue();
                }
            }
        }
    }
}
