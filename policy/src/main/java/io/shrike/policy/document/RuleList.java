package io.shrike.policy.document;

import java.util.List;

/** A list whose entries are rules of their own: {@code path} is the list's place in the document. */
public record RuleList<T>(String path, List<T> entries) {
    public RuleList {
        entries = List.copyOf(entries);
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** The rule path of one entry, e.g. {@code networkMonitoring.outboundConnections.blocklist[3]}. */
    public String pathOf(int index) {
        return path + "[" + index + "]";
    }
}
