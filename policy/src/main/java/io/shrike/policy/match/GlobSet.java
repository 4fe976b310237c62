package io.shrike.policy.match;

import io.shrike.model.ByteString;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Many globs as one automaton: a lookup reads each byte once and gives the numbers of all globs that match.
 *
 * <p>The globs' tokens lie one after another and are the states of a nondeterministic automaton. Sets of them become states
 * of a deterministic one when a lookup first needs them, and are kept up to a budget proportional to the size of the globs;
 * over it they are thrown away and made again. So a step costs one array access once warm, and never more than the size of
 * the globs, whatever the watched side names its files.
 *
 * <p>Not thread-safe: lookups extend the automaton.
 */
final class GlobSet {
    /** A glob's last token: {@code MATCH - n} says that glob n matches. */
    private static final int MATCH = -8;

    private static final int[] NONE = {};
    private static final int BUDGET_PER_TOKEN = 64;
    private static final int SMALLEST_BUDGET = 1024;

    private final int[] tokens;
    private final long[][] sets;
    private final int[] starts;
    private final byte[] classOf;
    private final byte[] sample;
    private final int[] scratch;
    private final int[] stamps;
    private int stamp;
    private final Map<Positions, State> states = new HashMap<>();
    private final int budget;
    private int spent;
    private State start;

    GlobSet(List<Glob> globs) {
        int size = globs.stream().mapToInt(glob -> glob.tokens().length + 1).sum();
        tokens = new int[size];
        sets = new long[size][];
        starts = new int[globs.size()];
        int at = 0;
        for (int n = 0; n < globs.size(); n++) {
            Glob glob = globs.get(n);
            starts[n] = at;
            for (int token : glob.tokens()) {
                tokens[at] = token;
                sets[at] = token >= Glob.FIRST_CLASS || token == Glob.CONTINUATION_RUN ? glob.set(token) : new long[0];
                at++;
            }
            sets[at] = new long[0];
            tokens[at++] = MATCH - n;
        }
        ByteClasses classes = ByteClasses.of(tokens, sets);
        classOf = classes.classOf();
        sample = classes.sample();
        scratch = new int[size];
        stamps = new int[size];
        budget = Math.max(SMALLEST_BUDGET, size * BUDGET_PER_TOKEN);
        start = startState();
    }

    /** The numbers of the globs that match the bytes from {@code from} to {@code to}. The array is not the caller's to keep. */
    int[] match(ByteString text, int from, int to) {
        State state = start;
        for (int i = from; i < to; i++) {
            int byteClass = classOf[text.at(i) & 0xff] & 0xff;
            State next = state.next[byteClass];
            state = next != null ? next : step(state, byteClass);
            if (state.positions.length == 0) {
                return NONE;
            }
        }
        return state.accepted;
    }

    /** How many states of the deterministic automaton are kept. */
    int states() {
        return states.size();
    }

    private State startState() {
        beginSet();
        int size = 0;
        for (int position : starts) {
            size = enter(position, size);
        }
        return state(size);
    }

    private State step(State state, int byteClass) {
        if (spent > budget) {
            states.clear();
            spent = 0;
            start = startState();
        }
        int b = sample[byteClass] & 0xff;
        beginSet();
        int size = 0;
        for (int position : state.positions) {
            int token = tokens[position];
            if (isRun(token)) {
                if (token == Glob.ANY_RUN || contains(sets[position], b)) {
                    size = enter(position, size);
                }
            } else if (token == b || token == Glob.ANY_BYTE || (token >= 256 && contains(sets[position], b))) {
                size = enter(position + 1, size);
            }
        }
        State next = state(size);
        state.next[byteClass] = next;
        return next;
    }

    private static boolean isRun(int token) {
        return token == Glob.ANY_RUN || token == Glob.CONTINUATION_RUN;
    }

    private static boolean contains(long[] set, int b) {
        return (set[b >>> 6] & (1L << b)) != 0;
    }

    private void beginSet() {
        stamp++;
        if (stamp == 0) {
            Arrays.fill(stamps, 0);
            stamp = 1;
        }
    }

    /** Adds {@code position} and what can be reached from it without a byte. */
    private int enter(int position, int size) {
        int filled = size;
        int p = position;
        while (stamps[p] != stamp) {
            stamps[p] = stamp;
            scratch[filled++] = p;
            if (!isRun(tokens[p])) {
                break;
            }
            p++;
        }
        return filled;
    }

    private State state(int size) {
        int[] positions = Arrays.copyOf(scratch, size);
        Arrays.sort(positions);
        Positions key = new Positions(positions);
        State known = states.get(key);
        if (known != null) {
            return known;
        }
        State made = new State(positions, accepted(positions), sample.length);
        states.put(key, made);
        spent += positions.length + sample.length + 16;
        return made;
    }

    private int[] accepted(int[] positions) {
        int[] ids = Arrays.stream(positions)
                .map(position -> tokens[position])
                .filter(token -> token <= MATCH)
                .map(token -> MATCH - token)
                .sorted()
                .toArray();
        return ids.length == 0 ? NONE : ids;
    }

    /** A state of the deterministic automaton. */
    private static final class State {
        final int[] positions;
        final int[] accepted;
        final State[] next;

        State(int[] positions, int[] accepted, int classes) {
            this.positions = positions;
            this.accepted = accepted;
            this.next = new State[classes];
        }
    }

    /** A set of positions as a key. */
    private static final class Positions {
        private final int[] values;
        private final int hash;

        Positions(int[] values) {
            this.values = values;
            this.hash = Arrays.hashCode(values);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Positions that && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
