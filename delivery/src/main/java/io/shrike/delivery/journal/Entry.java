package io.shrike.delivery.journal;

import io.shrike.model.ByteString;
import java.util.List;

/** An event in the journal: its line of JSON without the newline, and the keys of the destinations that are to have it. */
public record Entry(long timeMillis, List<Long> destinations, ByteString event) {
    public Entry {
        destinations = List.copyOf(destinations);
    }
}
