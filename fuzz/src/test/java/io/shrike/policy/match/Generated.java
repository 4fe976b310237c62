package io.shrike.policy.match;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Rules and questions of few letters, so that they meet. Short, for the naive matchers backtrack. */
final class Generated {
    private static final List<String> TOKENS =
            List.of("a", "b", "c", "*", "?", "[ab]", "[!a]", "[b-c]", "\\*", "\\a", "[]b]", "[a-]");
    private static final int MOST_TOKENS = 5;

    private Generated() {}

    static <T> List<T> some(FuzzedDataProvider data, int most, Function<FuzzedDataProvider, T> one) {
        int count = data.consumeInt(0, most);
        List<T> made = new ArrayList<>();
        for (int i = 0; i < count && data.remainingBytes() > 0; i++) {
            made.add(one.apply(data));
        }
        return made;
    }

    /** A glob without slash. */
    static String glob(FuzzedDataProvider data) {
        StringBuilder glob = new StringBuilder();
        int tokens = data.consumeInt(1, MOST_TOKENS);
        for (int i = 0; i < tokens; i++) {
            String token = data.pickValue(TOKENS);
            boolean crossing = token.equals("*") && glob.length() > 0 && glob.charAt(glob.length() - 1) == '*';
            glob.append(crossing ? "a" : token);
        }
        return glob.toString();
    }

    static String word(FuzzedDataProvider data, int most) {
        StringBuilder word = new StringBuilder();
        int length = data.consumeInt(0, most);
        for (int i = 0; i < length; i++) {
            word.append(data.pickValue(List.of('a', 'b', 'c', '*', ']', '-')));
        }
        return word.toString();
    }

    /** An absolute glob of a few segments. */
    static String pathGlob(FuzzedDataProvider data) {
        StringBuilder glob = new StringBuilder();
        int segments = data.consumeInt(0, 4);
        for (int i = 0; i < segments; i++) {
            glob.append('/')
                    .append(
                            switch (data.consumeInt(0, 7)) {
                                case 0 -> "**";
                                case 1 -> "*";
                                case 2 -> "a**b";
                                case 3 -> "";
                                case 4 -> glob(data);
                                default -> word(data, 2).replace("*", "c");
                            });
        }
        return glob.isEmpty() ? "/" : glob.toString();
    }

    /** An absolute path. */
    static String path(FuzzedDataProvider data) {
        StringBuilder path = new StringBuilder();
        int segments = data.consumeInt(0, 5);
        for (int i = 0; i < segments; i++) {
            path.append('/').append(word(data, 3));
        }
        return path.isEmpty() ? "/" : path.toString();
    }
}
