package io.shrike.policy.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.policy.match.NaiveDomains.Domain;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
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
            List<Domain> domains = IntStream.range(0, 1 + random.nextInt(60))
                    .mapToObj(_ -> new Domain(domain(random), random.nextBoolean()))
                    .toList();
            DomainTable table = NaiveDomains.table(domains);
            for (int i = 0; i < 50; i++) {
                String name = domain(random).toUpperCase(Locale.ROOT);
                assertThat(table.find(name)).as("%s in %s", name, domains).isEqualTo(NaiveDomains.find(domains, name));
            }
        }
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
