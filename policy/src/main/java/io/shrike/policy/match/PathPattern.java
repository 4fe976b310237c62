package io.shrike.policy.match;

import io.shrike.model.ByteString;
import java.util.ArrayList;
import java.util.List;

/**
 * A path glob, cut into segments: {@code *}, {@code ?} and {@code [abc]} stay within a segment, {@code **} stands for any
 * number of segments, none included. A {@code **} beside other characters ({@code a**b}) crosses segments too and gives one
 * alternative without and one with a {@code /} in its place.
 *
 * @param below the pattern ended in {@code /**}, which is left out of the segments
 */
record PathPattern(List<Segment> segments, boolean below) {
    private static final int MOST_CROSSINGS = 6;

    /** One segment of a pattern. */
    sealed interface Segment {}

    /** A name as it is. */
    record Literal(ByteString name) implements Segment {}

    /** Names that a glob matches; {@code text} is how it was written. */
    record Wild(ByteString text, Glob glob) implements Segment {}

    /** Any number of segments. */
    record Deep() implements Segment {}

    private static final Deep DEEP = new Deep();

    PathPattern {
        segments = List.copyOf(segments);
    }

    /**
     * The alternatives of {@code text}, which starts with {@code /}. Empty segments are skipped.
     *
     * @throws GlobSyntaxException for a segment that is no glob, or more than six {@code **} beside other characters
     */
    static List<PathPattern> parse(ByteString text) {
        List<List<Segment>> alternatives = List.of(List.of());
        int from = 0;
        while (from < text.length()) {
            int to = segmentEnd(text, from);
            if (to > from) {
                alternatives = append(alternatives, segment(text.slice(from, to)));
            }
            from = to + 1;
        }
        return alternatives.stream().map(PathPattern::of).toList();
    }

    /** The slash after {@code from}; one between brackets ends the segment as well, for no name holds a slash. */
    private static int segmentEnd(ByteString text, int from) {
        int slash = text.indexOf('/', from);
        return slash < 0 ? text.length() : slash;
    }

    private static PathPattern of(List<Segment> segments) {
        int size = segments.size();
        while (size > 0 && segments.get(size - 1) instanceof Deep) {
            size--;
        }
        return new PathPattern(segments.subList(0, size), size < segments.size());
    }

    private static List<List<Segment>> append(List<List<Segment>> heads, List<List<Segment>> tails) {
        if (heads.size() * tails.size() > 1 << MOST_CROSSINGS) {
            throw new GlobSyntaxException("too many ** beside other characters", 0);
        }
        List<List<Segment>> joined = new ArrayList<>();
        for (List<Segment> head : heads) {
            for (List<Segment> tail : tails) {
                List<Segment> both = new ArrayList<>(head);
                for (Segment segment : tail) {
                    if (!(segment instanceof Deep && !both.isEmpty() && both.getLast() instanceof Deep)) {
                        both.add(segment);
                    }
                }
                joined.add(both);
            }
        }
        return joined;
    }

    /** The alternatives of one segment as written. */
    private static List<List<Segment>> segment(ByteString text) {
        if (isStars(text) && text.length() > 1) {
            return List.of(List.of(DEEP));
        }
        int crossing = crossing(text);
        if (crossing < 0) {
            return List.of(List.of(single(text)));
        }
        int after = crossing;
        while (after < text.length() && text.at(after) == '*') {
            after++;
        }
        ByteString head = text.slice(0, crossing + 1);
        ByteString tail = text.slice(after - 1);
        List<List<Segment>> alternatives = new ArrayList<>();
        alternatives.addAll(segment(head.slice(0, crossing).concat(tail)));
        alternatives.addAll(append(append(List.of(List.of(single(head))), List.of(List.of(DEEP))), segment(tail)));
        if (alternatives.size() > 1 << MOST_CROSSINGS) {
            throw new GlobSyntaxException("too many ** beside other characters", crossing);
        }
        return alternatives;
    }

    private static boolean isStars(ByteString text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.at(i) != '*') {
                return false;
            }
        }
        return true;
    }

    /** Where two stars stand beside each other outside brackets, or -1. */
    private static int crossing(ByteString text) {
        boolean inSet = false;
        for (int i = 0; i + 1 < text.length(); i++) {
            byte b = text.at(i);
            if (b == '\\') {
                i++;
            } else if (inSet) {
                inSet = b != ']';
            } else if (b == '[') {
                inSet = true;
            } else if (b == '*' && text.at(i + 1) == '*') {
                return i;
            }
        }
        return -1;
    }

    private static Segment single(ByteString text) {
        if (!Glob.isWild(text)) {
            return new Literal(text);
        }
        Glob glob = Glob.parse(text);
        return glob.isLiteral() ? new Literal(glob.literal()) : new Wild(text, glob);
    }

    /** Whether the last segment is {@code *} alone: the entries of a directory, already. */
    boolean namesEntries() {
        return !segments.isEmpty()
                && segments.getLast() instanceof Wild wild
                && wild.glob().isEverything();
    }
}
