package io.shrike.policy.match;

import java.util.Arrays;

/** Ranges of ports; a lookup gives the first entry that holds a port. */
public final class PortTable {
    /** What a lookup gives where no entry holds the port. */
    public static final int NONE = -1;

    private static final int PORTS = 1 << 16;

    /** The entry of each port that starts a run of ports with the same entry, and these ports, rising. */
    private final int[] runStarts;

    private final int[] runEntries;
    private final long[] members;

    private PortTable(int[] entryOf) {
        int[] starts = new int[PORTS];
        int[] entries = new int[PORTS];
        long[] bits = new long[PORTS / 64];
        int runs = 0;
        for (int port = 0; port < PORTS; port++) {
            if (port == 0 || entryOf[port] != entryOf[port - 1]) {
                starts[runs] = port;
                entries[runs++] = entryOf[port];
            }
            if (entryOf[port] != NONE) {
                bits[port >>> 6] |= 1L << port;
            }
        }
        runStarts = Arrays.copyOf(starts, runs);
        runEntries = Arrays.copyOf(entries, runs);
        members = bits;
    }

    /** The first entry that holds {@code port}, or {@link #NONE}. */
    public int find(int port) {
        if (port < 0 || port >= PORTS || (members[port >>> 6] & (1L << port)) == 0) {
            return NONE;
        }
        int at = Arrays.binarySearch(runStarts, port);
        return runEntries[at >= 0 ? at : -at - 2];
    }

    /** Collects ranges, numbered from 0 in the order of adding; {@link #build()} ends it. */
    public static final class Builder {
        private final int[] entryOf = new int[PORTS];
        private int size;

        public Builder() {
            Arrays.fill(entryOf, NONE);
        }

        /** Adds the ports from {@code first} to {@code last}, both included. */
        public Builder add(int first, int last) {
            for (int port = first; port <= last; port++) {
                if (entryOf[port] == NONE) {
                    entryOf[port] = size;
                }
            }
            size++;
            return this;
        }

        public PortTable build() {
            return new PortTable(entryOf);
        }
    }
}
