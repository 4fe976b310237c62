package io.shrike.policy.match;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.shrike.model.ByteString;
import java.util.List;
import java.util.stream.IntStream;

/** Names of executables against a naive matcher. */
class NameTableFuzz {
    @FuzzTest
    void agreesWithANaiveMatcher(FuzzedDataProvider data) {
        List<String> names = Generated.some(data, 40, NameTableFuzz::name);
        NameTable.Builder builder = new NameTable.Builder();
        for (int i = 0; i < names.size(); i++) {
            builder.add(ByteString.utf8(names.get(i)), i);
        }
        NameTable table = builder.build();
        RuleHits hits = new RuleHits(names.size());
        for (String path : Generated.some(data, 20, Generated::path)) {
            hits.clear();
            table.match(ByteString.utf8(path), hits);
            int[] expected = IntStream.range(0, names.size())
                    .filter(n -> NaiveGlob.namesProgram(names.get(n), path))
                    .toArray();
            assertThat(hits.sorted()).as("%s in %s", path, names).containsExactly(expected);
        }
    }

    private static String name(FuzzedDataProvider data) {
        return data.consumeBoolean() ? Generated.glob(data) : Generated.pathGlob(data);
    }
}
