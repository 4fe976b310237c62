package io.shrike.policy.match;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.shrike.policy.match.NaiveDomains.Domain;
import java.util.List;
import java.util.Locale;

/** Domains against a naive lookup. */
class DomainTableFuzz {
    @FuzzTest
    void agreesWithANaiveMatcher(FuzzedDataProvider data) {
        List<Domain> domains = Generated.some(data, 40, d -> new Domain(domain(d), d.consumeBoolean()));
        DomainTable table = NaiveDomains.table(domains);
        for (String name : Generated.some(data, 20, DomainTableFuzz::asked)) {
            assertThat(table.find(name)).as("%s in %s", name, domains).isEqualTo(NaiveDomains.find(domains, name));
        }
        table.find(data.consumeRemainingAsString());
    }

    private static String domain(FuzzedDataProvider data) {
        StringBuilder domain = new StringBuilder().append(label(data));
        int more = data.consumeInt(0, 3);
        for (int i = 0; i < more; i++) {
            domain.append('.').append(label(data));
        }
        return domain.toString();
    }

    private static char label(FuzzedDataProvider data) {
        return data.pickValue(List.of('a', 'b', 'z', '_', '0'));
    }

    /** A name as a query has it: in any case, perhaps with a dot at the end or before. */
    private static String asked(FuzzedDataProvider data) {
        String name = data.consumeBoolean() ? domain(data).toUpperCase(Locale.ROOT) : domain(data);
        return (data.consumeBoolean() ? "." : "") + name + (data.consumeBoolean() ? "." : "");
    }
}
