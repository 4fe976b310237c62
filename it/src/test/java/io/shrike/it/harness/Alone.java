package io.shrike.it.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The promise that a program does under Shrike what it does alone: same output, same end. */
public final class Alone {
    private Alone() {}

    /**
     * Runs the command that {@code fresh} makes once alone and once under the aggressive policy; fails where standard output
     * or the end differ. {@code fresh} is asked twice, so that each run has a directory of its own.
     */
    public static Watched same(Supplier<Command> fresh) {
        Ran alone = fresh.get().alone();
        Watched watched = ShrikeRun.aggressive(fresh.get()).run();
        compare(alone, watched.ran());
        return watched;
    }

    static void compare(Ran alone, Ran watched) {
        List<String> differences = new ArrayList<>();
        if (!alone.ending().equals(watched.ending())) {
            differences.add("alone it " + alone.ending() + ", watched it " + watched.ending());
        }
        if (!alone.out().equals(watched.out())) {
            differences.add("the output differs" + firstDifference(alone.stdout(), watched.stdout()));
        }
        if (!differences.isEmpty()) {
            throw new AssertionError(String.join("; ", differences) + "\nwatched: " + watched + "\nalone: " + alone);
        }
    }

    private static String firstDifference(String alone, String watched) {
        List<String> left = alone.lines().toList();
        List<String> right = watched.lines().toList();
        int line = 0;
        while (line < left.size() && line < right.size() && left.get(line).equals(right.get(line))) {
            line++;
        }
        String expected = line < left.size() ? left.get(line) : "nothing";
        String found = line < right.size() ? right.get(line) : "nothing";
        return ", first in line " + (line + 1) + ": alone \"" + expected + "\", watched \"" + found + '"';
    }
}
