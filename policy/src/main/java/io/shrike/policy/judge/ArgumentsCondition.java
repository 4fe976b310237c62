package io.shrike.policy.judge;

import io.shrike.model.ByteString;
import io.shrike.model.Field;
import io.shrike.policy.match.TextGlobs;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Arguments of which any, or all, must appear after the program's name. A short option ({@code -i}) also appears inside a
 * cluster ({@code -lic}).
 */
public final class ArgumentsCondition {
    /** Always holds. */
    public static final ArgumentsCondition NONE = new ArgumentsCondition(List.of(), false);

    private final Optional<TextGlobs> globs;
    private final List<Cluster> clusters;
    private final int size;
    private final boolean all;

    /** A short option and its place among the arguments of the rule. */
    private record Cluster(byte letter, int index) {}

    /** @throws io.shrike.policy.match.GlobSyntaxException where one of the globs cannot be read */
    public ArgumentsCondition(List<String> arguments, boolean all) {
        this.globs = arguments.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new TextGlobs(arguments.stream().map(ByteString::utf8).toList()));
        this.clusters = clusters(arguments);
        this.size = arguments.size();
        this.all = all;
    }

    private static List<Cluster> clusters(List<String> arguments) {
        List<Cluster> clusters = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.length() == 2 && argument.charAt(0) == '-' && isOptionLetter((byte) argument.charAt(1))) {
                clusters.add(new Cluster((byte) argument.charAt(1), i));
            }
        }
        return clusters;
    }

    boolean holds(Field<List<ByteString>> arguments) {
        return switch (arguments) {
            case Field.Known<List<ByteString>>(List<ByteString> known) -> globs.isEmpty() || appear(globs.get(), known);
            case Field.Unreadable<List<ByteString>> _ -> globs.isEmpty();
        };
    }

    private boolean appear(TextGlobs patterns, List<ByteString> arguments) {
        BitSet found = new BitSet(size);
        for (int i = 1; i < arguments.size(); i++) {
            ByteString argument = arguments.get(i);
            for (int index : patterns.match(argument)) {
                found.set(index);
            }
            if (!clusters.isEmpty() && isCluster(argument)) {
                for (Cluster cluster : clusters) {
                    if (argument.indexOf((char) cluster.letter(), 1) > 0) {
                        found.set(cluster.index());
                    }
                }
            }
            if (all ? found.cardinality() == size : !found.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** One dash, then letters and digits only. */
    private static boolean isCluster(ByteString argument) {
        if (argument.length() < 3 || argument.at(0) != '-') {
            return false;
        }
        for (int i = 1; i < argument.length(); i++) {
            if (!isOptionLetter(argument.at(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOptionLetter(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9');
    }
}
