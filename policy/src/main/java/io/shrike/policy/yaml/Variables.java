package io.shrike.policy.yaml;

import io.shrike.policy.document.Position;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces {@code ${NAME}} and {@code ${NAME:-default}} in scalars. The default stands in for a variable that is unset or
 * empty; A doubled dollar sign before the brace makes the text literal. What a variable gives is not searched again.
 */
final class Variables {
    private static final int LONGEST = TreeBuilder.LONGEST_SCALAR;
    private static final Pattern REFERENCE =
            Pattern.compile("\\$\\$\\{|\\$\\{(?:([A-Za-z_][A-Za-z0-9_]*)(:-[^}]*)?})?");

    private final Function<String, Optional<String>> environment;
    private final Problems problems;
    private final boolean literal;

    Variables(Function<String, Optional<String>> environment, Problems problems) {
        this(environment, problems, false);
    }

    private Variables(Function<String, Optional<String>> environment, Problems problems, boolean literal) {
        this.environment = environment;
        this.problems = problems;
        this.literal = literal;
    }

    /** For texts of other tools, in which a dollar sign is one. */
    static Variables none(Problems problems) {
        return new Variables(_ -> Optional.empty(), problems, true);
    }

    /** The scalar with its variables replaced; {@link YamlNode.Broken} where one cannot be. */
    YamlNode expand(String source, boolean plain, Position position) {
        if (literal || !source.contains("${")) {
            return new YamlNode.Scalar(source, source, plain, position);
        }
        StringBuilder text = new StringBuilder(source.length() + 64);
        boolean replaced = false;
        Matcher reference = REFERENCE.matcher(source);
        int end = 0;
        while (reference.find()) {
            text.append(source, end, reference.start());
            end = reference.end();
            if (reference.group().equals("$${")) {
                text.append("${");
                continue;
            }
            Optional<String> value = valueOf(reference, source, position);
            if (value.isEmpty()) {
                return new YamlNode.Broken(position);
            }
            replaced = true;
            text.append(value.get());
            if (text.length() > LONGEST) {
                problems.error(position, "the variables make a value of more than " + LONGEST + " characters");
                return new YamlNode.Broken(position);
            }
        }
        text.append(source, end, source.length());
        return new YamlNode.Scalar(source, text.toString(), plain || replaced, position);
    }

    private Optional<String> valueOf(Matcher reference, String source, Position position) {
        String name = reference.group(1);
        if (name == null) {
            problems.error(
                    position,
                    Quote.text(source)
                            + " has a broken variable (allowed: ${NAME}, ${NAME:-default}; $${ for a literal ${)");
            return Optional.empty();
        }
        String fallback = reference.group(2);
        Optional<String> value = environment.apply(name);
        if (fallback != null) {
            return Optional.of(value.filter(v -> !v.isEmpty()).orElse(fallback.substring(2)));
        }
        if (value.isEmpty()) {
            problems.error(
                    position,
                    "the environment variable " + name + " is not set: set it, or write ${" + name + ":-default}");
        }
        return value;
    }
}
