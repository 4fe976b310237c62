package io.shrike.policy.importer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A set of ports, which is easily turned into the others. */
record Ports(BitSet set) {
    private static final int LAST = 65_535;
    private static final int LAST_PRIVILEGED = 1023;
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,5})(?:[:-]([0-9]{1,5}))?");

    /** Empty where one of the texts is no port and no range. */
    static Optional<Ports> of(List<String> texts) {
        BitSet set = new BitSet(LAST + 1);
        for (String text : texts) {
            Matcher range = RANGE.matcher(text);
            if (!range.matches()) {
                return Optional.empty();
            }
            int first = Integer.parseInt(range.group(1));
            int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
            if (first > last || last > LAST) {
                return Optional.empty();
            }
            set.set(Math.max(first, 1), last + 1);
        }
        return Optional.of(new Ports(set)).filter(ports -> !ports.set.isEmpty());
    }

    static Ports privileged() {
        BitSet set = new BitSet(LAST + 1);
        set.set(1, LAST_PRIVILEGED + 1);
        return new Ports(set);
    }

    Ports others() {
        BitSet others = new BitSet(LAST + 1);
        others.set(1, LAST + 1);
        others.andNot(set);
        return new Ports(others);
    }

    Ports and(Ports other) {
        BitSet both = (BitSet) set.clone();
        both.and(other.set);
        return new Ports(both);
    }

    /** As the policy language writes them. */
    Out written() {
        List<String> ranges = new ArrayList<>();
        for (int first = set.nextSetBit(0); first >= 0; first = set.nextSetBit(first)) {
            int end = set.nextClearBit(first);
            ranges.add(end == first + 1 ? Integer.toString(first) : first + "-" + (end - 1));
            first = end;
        }
        return Out.words(ranges);
    }

    boolean isEmpty() {
        return set.isEmpty();
    }
}
