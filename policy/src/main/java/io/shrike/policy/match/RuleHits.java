package io.shrike.policy.match;

import java.util.Arrays;

/**
 * A reusable set of rule indexes, in the order in which they were met. Clearing costs nothing, so one instance serves every
 * lookup of its thread.
 */
public final class RuleHits {
    private final int[] stamps;
    private final int[] indexes;
    private int stamp = 1;
    private int size;

    /** For rules numbered from 0 to {@code rules} - 1. */
    public RuleHits(int rules) {
        stamps = new int[rules];
        indexes = new int[rules];
    }

    public void clear() {
        size = 0;
        stamp++;
        if (stamp == 0) {
            Arrays.fill(stamps, 0);
            stamp = 1;
        }
    }

    public void add(int rule) {
        if (stamps[rule] != stamp) {
            stamps[rule] = stamp;
            indexes[size++] = rule;
        }
    }

    void addAll(int[] rules) {
        for (int rule : rules) {
            add(rule);
        }
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** The rule met at place {@code position}, 0 for the first. */
    public int get(int position) {
        return indexes[position];
    }

    public boolean contains(int rule) {
        return stamps[rule] == stamp;
    }

    /** The indexes in rising order, as a copy: the order of the rules in their documents. */
    public int[] sorted() {
        int[] copy = Arrays.copyOf(indexes, size);
        Arrays.sort(copy);
        return copy;
    }
}
