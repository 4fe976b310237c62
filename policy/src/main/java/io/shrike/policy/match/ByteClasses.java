package io.shrike.policy.match;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Bytes sorted into classes that no glob of a set tells apart: {@code classOf} gives a byte's class (unsigned), {@code sample}
 * one byte of each class.
 */
final class ByteClasses {
    private final byte[] classOf;
    private final byte[] sample;

    private ByteClasses(byte[] classOf, byte[] sample) {
        this.classOf = classOf;
        this.sample = sample;
    }

    byte[] classOf() {
        return classOf;
    }

    byte[] sample() {
        return sample;
    }

    static ByteClasses of(int[] tokens, long[][] sets) {
        int[] classes = new int[256];
        int count = 1;
        Set<List<Long>> seen = new HashSet<>();
        for (int i = 0; i < tokens.length; i++) {
            long[] set = tokens[i] >= 0 && tokens[i] < Glob.FIRST_CLASS ? single(tokens[i]) : sets[i];
            if (set.length > 0 && seen.add(List.of(set[0], set[1], set[2], set[3]))) {
                count = split(classes, set, count);
            }
        }
        return number(classes, count);
    }

    private static long[] single(int b) {
        long[] set = new long[4];
        set[b >>> 6] = 1L << b;
        return set;
    }

    /** Splits every class that lies partly in {@code set}; returns the new upper bound of class numbers. */
    private static int split(int[] classes, long[] set, int count) {
        Map<Integer, Integer> moved = new HashMap<>();
        int next = count;
        for (int b = 0; b < 256; b++) {
            if ((set[b >>> 6] & (1L << b)) != 0) {
                Integer target = moved.get(classes[b]);
                if (target == null) {
                    target = next++;
                    moved.put(classes[b], target);
                }
                classes[b] = target;
            }
        }
        return next;
    }

    /** Numbers the classes that are left from 0. */
    private static ByteClasses number(int[] classes, int count) {
        int[] numbers = new int[count];
        Arrays.fill(numbers, -1);
        byte[] classOf = new byte[256];
        byte[] sample = new byte[256];
        int next = 0;
        for (int b = 0; b < 256; b++) {
            if (numbers[classes[b]] < 0) {
                sample[next] = (byte) b;
                numbers[classes[b]] = next++;
            }
            classOf[b] = (byte) numbers[classes[b]];
        }
        return new ByteClasses(classOf, Arrays.copyOf(sample, next));
    }
}
