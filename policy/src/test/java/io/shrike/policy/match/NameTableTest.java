package io.shrike.policy.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.ByteString;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameTableTest {
    @ParameterizedTest
    @CsvSource({
        "nc,            /usr/bin/nc,         true",
        "nc,            /usr/bin/rsync,      false",
        "nc,            /usr/bin/ncat,       false",
        "nc,            nc,                  true",
        "nc,            ./nc,                true",
        "nc,            /nc/other,           false",
        "/bin/bash,     /bin/bash,           true",
        "/bin/bash,     /usr/bin/bash,       false",
        "/bin/bash,     bash,                false",
        "python*,       /usr/bin/python3.12, true",
        "python*,       /python/ruby,        false",
        "/opt/*/run,    /opt/app/run,        true",
        "/opt/*/run,    /opt/a/b/run,        false",
        "/opt/**,       /opt/a/b/run,        true",
        "bin/nc,        /usr/local/bin/nc,   true",
        "bin/nc,        /usr/sbin/nc,        false",
        "*,             /any/thing,          true",
        "'',            /dir/,               true",
    })
    void matchesOnlyWholeNames(String name, String path, boolean expected) {
        RuleHits hits = new RuleHits(1);
        new NameTable.Builder().add(ByteString.utf8(name), 0).build().match(ByteString.utf8(path), hits);
        assertThat(hits.contains(0)).isEqualTo(expected);
    }

    @Test
    void agreesWithANaiveMatcherOnGeneratedNames() {
        Random random = new Random(4);
        for (int round = 0; round < 200; round++) {
            List<String> names = IntStream.range(0, 1 + random.nextInt(60))
                    .mapToObj(i -> name(random))
                    .toList();
            NameTable.Builder builder = new NameTable.Builder();
            for (int i = 0; i < names.size(); i++) {
                builder.add(ByteString.utf8(names.get(i)), i);
            }
            NameTable table = builder.build();
            RuleHits hits = new RuleHits(names.size());
            for (int i = 0; i < 50; i++) {
                String path = "/" + word(random) + "/" + word(random);
                hits.clear();
                table.match(ByteString.utf8(path), hits);
                int[] expected = IntStream.range(0, names.size())
                        .filter(n -> NaiveGlob.namesProgram(names.get(n), path))
                        .toArray();
                assertThat(hits.sorted()).as("%s in %s", path, names).containsExactly(expected);
            }
        }
    }

    private static String name(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> "/" + word(random) + "/" + word(random);
            case 1 -> word(random) + "*";
            case 2 -> "/*/" + word(random);
            default -> word(random);
        };
    }

    private static String word(Random random) {
        StringBuilder word = new StringBuilder();
        int length = 1 + random.nextInt(3);
        for (int i = 0; i < length; i++) {
            word.append((char) ('a' + random.nextInt(3)));
        }
        return word.toString();
    }
}
