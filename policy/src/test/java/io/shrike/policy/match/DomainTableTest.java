package io.shrike.policy.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DomainTableTest {
    @ParameterizedTest
    @CsvSource({
        "evil.com,   false, evil.com,         true",
        "evil.com,   false, EVIL.com.,        true",
        "evil.com,   false, www.evil.com,     false",
        "evil.com,   false, notevil.com,      false",
        "evil.com,   true,  www.evil.com,     true",
        "evil.com,   true,  a.b.c.evil.com,   true",
        "evil.com,   true,  evil.com,         false",
        "evil.com,   true,  notevil.com,      false",
        "evil.com,   true,  evil.com.org,     false",
        "evil.com,   true,  .evil.com,        true",
        "evil.com,   false, '',               false",
    })
    void matchesTheNameOrWhatIsBelow(String domain, boolean below, String name, boolean expected) {
        DomainTable table = new DomainTable.Builder().add(domain, below).build();
        assertThat(table.find(name) == 0).isEqualTo(expected);
    }

    @Test
    void prefersTheClosestEntry() {
        DomainTable table = new DomainTable.Builder()
                .add("com", true)
                .add("evil.com", true)
                .add("a.evil.com", false)
                .build();
        assertThat(table.find("a.evil.com")).isEqualTo(2);
        assertThat(table.find("b.evil.com")).isEqualTo(1);
        assertThat(table.find("good.com")).isZero();
        assertThat(table.find("org")).isEqualTo(DomainTable.NONE);
    }

    @Test
    void agreesWithANaiveMatcherOnGeneratedDomains() {
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            List<String> domains = new ArrayList<>();
            List<Boolean> below = new ArrayList<>();
            DomainTable.Builder builder = new DomainTable.Builder();
            int size = 1 + random.nextInt(60);
            for (int i = 0; i < size; i++) {
                domains.add(domain(random));
                below.add(random.nextBoolean());
                builder.add(domains.get(i), below.get(i));
            }
            DomainTable table = builder.build();
            for (int i = 0; i < 50; i++) {
                String name = domain(random).toUpperCase(Locale.ROOT);
                assertThat(table.find(name))
                        .as("%s in %s %s", name, domains, below)
                        .isEqualTo(naive(domains, below, name));
            }
        }
    }

    private static int naive(List<String> domains, List<Boolean> below, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        int best = -1;
        int bestLength = -1;
        for (int i = 0; i < domains.size(); i++) {
            boolean met = below.get(i) ? lower.endsWith("." + domains.get(i)) : lower.equals(domains.get(i));
            int length = below.get(i) ? domains.get(i).length() : Integer.MAX_VALUE;
            if (met && length > bestLength) {
                best = i;
                bestLength = length;
            }
        }
        return best;
    }

    private static String domain(Random random) {
        StringBuilder domain = new StringBuilder();
        int labels = 1 + random.nextInt(4);
        for (int i = 0; i < labels; i++) {
            domain.append(i == 0 ? "" : ".").append((char) ('a' + random.nextInt(2)));
        }
        return domain.toString();
    }
}
