package io.shrike.policy.yaml;

import java.util.ArrayList;
import java.util.List;

/** A text in which {@code @@} stands before each place where a problem is expected; the marks are no part of {@code text}. */
record Marked(String text, List<String> places) {
    private static final String MARK = "@@";

    static Marked of(String marked) {
        StringBuilder text = new StringBuilder();
        List<String> places = new ArrayList<>();
        int line = 1;
        for (String marks : marked.split("\n", -1)) {
            String rest = marks;
            int at = rest.indexOf(MARK);
            while (at >= 0) {
                places.add("p.yaml:" + line + ":" + (at + 1) + ": ");
                rest = rest.substring(0, at) + rest.substring(at + MARK.length());
                at = rest.indexOf(MARK);
            }
            text.append(line == 1 ? "" : "\n").append(rest);
            line++;
        }
        return new Marked(text.toString(), List.copyOf(places));
    }

    /** The messages, each at its place. */
    List<String> at(List<String> messages) {
        List<String> placed = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            placed.add((i < places.size() ? places.get(i) : "no mark for: ") + messages.get(i));
        }
        return placed;
    }
}
