package io.shrike.delivery.send;

import io.shrike.delivery.journal.Batch;
import io.shrike.delivery.journal.Entry;
import java.util.ArrayList;
import java.util.List;

/** A batch of the journal, and which of its entries are not yet settled. Owned by one sender. */
final class Remainder {
    private final Batch batch;
    private List<Entry> entries;

    Remainder(Batch batch) {
        this.batch = batch;
        this.entries = batch.entries();
    }

    Batch batch() {
        return batch;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Those to send next. */
    List<Entry> first(int most) {
        return entries.subList(0, Math.min(most, entries.size()));
    }

    /** The first {@code sent} are settled, but for those at the places {@code left}. */
    void settle(int sent, List<Integer> left) {
        List<Entry> rest = new ArrayList<>(left.size() + entries.size() - sent);
        left.forEach(place -> rest.add(entries.get(place)));
        rest.addAll(entries.subList(sent, entries.size()));
        entries = List.copyOf(rest);
    }
}
