package io.shrike.policy.match;

import java.util.List;
import java.util.Locale;

/** The plainest possible lookup of domains, to compare with: the end of one text after another. */
final class NaiveDomains {
    private NaiveDomains() {}

    /** A domain in lower case without the last dot, or with {@code below} all names below it. */
    record Domain(String name, boolean below) {}

    /** What {@link DomainTable#find} is to give for an ASCII name. */
    static int find(List<Domain> domains, String name) {
        String whole = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        String lower = whole.toLowerCase(Locale.ROOT);
        int best = DomainTable.NONE;
        int bestLength = -1;
        for (int i = 0; i < domains.size(); i++) {
            Domain domain = domains.get(i);
            boolean met = domain.below() ? lower.endsWith("." + domain.name()) : lower.equals(domain.name());
            int length = domain.below() ? domain.name().length() : Integer.MAX_VALUE;
            if (met && length > bestLength) {
                best = i;
                bestLength = length;
            }
        }
        return best;
    }

    static DomainTable table(List<Domain> domains) {
        DomainTable.Builder builder = new DomainTable.Builder();
        domains.forEach(domain -> builder.add(domain.name(), domain.below()));
        return builder.build();
    }
}
