package io.shrike.policy.software;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Arguments sorted into options and the rest, as getopt does it: options stand anywhere, {@code --name=value} and
 * {@code -nvalue} carry their value, {@code -abc} is {@code -a -b -c}, and {@code --} ends the options.
 *
 * @param options in order, by the name as written with its dashes
 * @param positionals what is no option and no option's value
 */
record Scan(List<Option> options, List<String> positionals) {
    /** An option; no value where it takes none. */
    record Option(String name, Optional<String> value) {}

    /** How options are written. */
    enum Style {
        GETOPT,
        /** One dash may stand before a long name, and short options do not cluster: {@code -ldflags=-s}. */
        GO
    }

    Scan {
        options = List.copyOf(options);
        positionals = List.copyOf(positionals);
    }

    static Scan of(List<String> arguments, Set<String> withValue, Style style) {
        return of(arguments, withValue, style, Integer.MAX_VALUE);
    }

    /** As {@link #of(List, Set, Style)}; everything after the positional number {@code last} (from 1) is left out. */
    static Scan of(List<String> arguments, Set<String> withValue, Style style, int last) {
        Scanner scanner = new Scanner(arguments, withValue, style);
        while (scanner.positionals.size() < last && scanner.next()) {}
        return new Scan(scanner.options, scanner.positionals);
    }

    boolean hasAny(Set<String> names) {
        return options.stream().anyMatch(option -> names.contains(option.name()));
    }

    boolean has(String name) {
        return hasAny(Set.of(name));
    }

    /** The values of all options of these names. */
    List<String> values(Set<String> names) {
        return options.stream()
                .filter(option -> names.contains(option.name()))
                .flatMap(option -> option.value().stream())
                .toList();
    }

    /** The state of one scan. */
    private static final class Scanner {
        private final List<String> arguments;
        private final Set<String> withValue;
        private final Style style;
        private final List<Option> options = new ArrayList<>();
        private final List<String> positionals = new ArrayList<>();
        private int at;
        private boolean ended;

        Scanner(List<String> arguments, Set<String> withValue, Style style) {
            this.arguments = arguments;
            this.withValue = withValue;
            this.style = style;
        }

        /** Reads one argument and its value; false at the end. */
        boolean next() {
            if (at >= arguments.size()) {
                return false;
            }
            String argument = arguments.get(at++);
            if (ended || argument.length() < 2 || argument.charAt(0) != '-') {
                positionals.add(argument);
            } else if (argument.equals("--")) {
                ended = true;
            } else if (argument.startsWith("--") || style == Style.GO) {
                longOption(argument);
            } else {
                shortOptions(argument);
            }
            return true;
        }

        private void longOption(String argument) {
            int equals = argument.indexOf('=');
            if (equals >= 0) {
                options.add(new Option(argument.substring(0, equals), Optional.of(argument.substring(equals + 1))));
            } else {
                options.add(new Option(argument, withValue.contains(argument) ? following() : Optional.empty()));
            }
        }

        private void shortOptions(String cluster) {
            if (withValue.contains(cluster)) {
                options.add(new Option(cluster, following()));
                return;
            }
            for (int i = 1; i < cluster.length(); i++) {
                String name = "-" + cluster.charAt(i);
                if (withValue.contains(name)) {
                    boolean attached = i + 1 < cluster.length();
                    options.add(new Option(name, attached ? Optional.of(cluster.substring(i + 1)) : following()));
                    return;
                }
                options.add(new Option(name, Optional.empty()));
            }
        }

        private Optional<String> following() {
            return at < arguments.size() ? Optional.of(arguments.get(at++)) : Optional.empty();
        }
    }
}
