package io.shrike.policy.match;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Domains, each alone or with every name below it. A lookup reads the name once from its end and probes at each dot. Case
 * does not count, nor does one dot at the end.
 */
public final class DomainTable {
    /** What a lookup gives where no entry names the domain. */
    public static final int NONE = -1;

    private final Names exact;
    private final Names below;

    private DomainTable(Names exact, Names below) {
        this.exact = exact;
        this.below = below;
    }

    /** The entry that names {@code name}: itself, else the closest domain above it; or {@link #NONE}. */
    public int find(String name) {
        int length = name.endsWith(".") ? name.length() - 1 : name.length();
        int hash = 0;
        int found = NONE;
        for (int i = length - 1; i >= 0; i--) {
            char c = name.charAt(i);
            if (c == '.') {
                int entry = below.find(name, i + 1, length, hash);
                found = entry == NONE ? found : entry;
            }
            hash = 31 * hash + lower(c);
        }
        int self = exact.find(name, 0, length, hash);
        return self == NONE ? found : self;
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }

    /** Collects domains, numbered from 0 in the order of adding; {@link #build()} ends it. */
    public static final class Builder {
        private final Names exact = new Names();
        private final Names below = new Names();
        private int size;

        /** Adds a domain: with {@code below} every name below it and not itself, else itself alone. */
        public Builder add(String domain, boolean below) {
            (below ? this.below : exact).add(domain, size++);
            return this;
        }

        public DomainTable build() {
            return new DomainTable(exact, below);
        }
    }

    /** Names and their entries in an open hash table; the hash runs from the last character to the first. */
    private static final class Names {
        private @Nullable String[] names = new String[16];
        private int[] hashes = new int[16];
        private int[] entries = new int[16];
        private int size;

        /** Adds a name; the first entry of a name stays. */
        void add(String name, int entry) {
            int length = name.endsWith(".") ? name.length() - 1 : name.length();
            int hash = 0;
            for (int i = length - 1; i >= 0; i--) {
                hash = 31 * hash + lower(name.charAt(i));
            }
            if (find(name, 0, length, hash) == NONE) {
                if (2 * (size + 1) > names.length) {
                    grow();
                }
                insert(name.substring(0, length), hash, entry);
                size++;
            }
        }

        int find(String text, int from, int to, int hash) {
            int mask = names.length - 1;
            int slot = slot(hash) & mask;
            while (true) {
                String name = names[slot];
                if (name == null) {
                    return NONE;
                }
                if (hashes[slot] == hash && same(name, text, from, to)) {
                    return entries[slot];
                }
                slot = (slot + 1) & mask;
            }
        }

        private void insert(String name, int hash, int entry) {
            int mask = names.length - 1;
            int slot = slot(hash) & mask;
            while (names[slot] != null) {
                slot = (slot + 1) & mask;
            }
            names[slot] = name;
            hashes[slot] = hash;
            entries[slot] = entry;
        }

        private void grow() {
            @Nullable String[] oldNames = names;
            int[] oldHashes = hashes;
            int[] oldEntries = entries;
            names = new String[2 * oldNames.length];
            hashes = Arrays.copyOf(hashes, names.length);
            entries = Arrays.copyOf(entries, names.length);
            for (int i = 0; i < oldNames.length; i++) {
                String name = oldNames[i];
                if (name != null) {
                    insert(name, oldHashes[i], oldEntries[i]);
                }
            }
        }

        private static int slot(int hash) {
            int mixed = hash * 0x85ebca6b;
            return mixed ^ mixed >>> 15;
        }

        private static boolean same(String name, String text, int from, int to) {
            if (name.length() != to - from) {
                return false;
            }
            for (int i = 0; i < name.length(); i++) {
                if (lower(name.charAt(i)) != lower(text.charAt(from + i))) {
                    return false;
                }
            }
            return true;
        }
    }
}
