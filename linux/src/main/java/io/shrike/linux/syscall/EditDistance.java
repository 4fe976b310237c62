package io.shrike.linux.syscall;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** How many letters one name is from another: inserted, left out, replaced, or swapped with a neighbour. */
final class EditDistance {
    private EditDistance() {}

    /** The candidate with the fewest edits, at most a third of the name; the first in order of several. */
    static Optional<String> nearest(String name, Set<String> candidates) {
        String wanted = name.toLowerCase(Locale.ROOT);
        int limit = Math.max(1, wanted.length() / 3);
        int best = limit + 1;
        Optional<String> nearest = Optional.empty();
        for (String candidate : candidates) {
            if (Math.abs(candidate.length() - wanted.length()) >= best) {
                continue;
            }
            int distance = between(wanted, candidate);
            if (distance < best) {
                best = distance;
                nearest = Optional.of(candidate);
            }
        }
        return nearest;
    }

    static int between(String left, String right) {
        int[][] distance = new int[left.length() + 1][right.length() + 1];
        for (int row = 0; row <= left.length(); row++) {
            for (int column = 0; column <= right.length(); column++) {
                distance[row][column] = cell(left, right, distance, row, column);
            }
        }
        return distance[left.length()][right.length()];
    }

    private static int cell(String left, String right, int[][] distance, int row, int column) {
        if (row == 0 || column == 0) {
            return row + column;
        }
        int change = left.charAt(row - 1) == right.charAt(column - 1) ? 0 : 1;
        int least = Math.min(distance[row - 1][column - 1] + change, distance[row - 1][column] + 1);
        least = Math.min(least, distance[row][column - 1] + 1);
        boolean swapped = row > 1
                && column > 1
                && left.charAt(row - 1) == right.charAt(column - 2)
                && left.charAt(row - 2) == right.charAt(column - 1);
        return swapped ? Math.min(least, distance[row - 2][column - 2] + 1) : least;
    }
}
