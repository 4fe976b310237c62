package io.shrike.policy.yaml;

import java.util.regex.Pattern;

/** What a scalar is by the core schema of YAML 1.2. */
public enum ScalarKind {
    NOTHING,
    BOOLEAN,
    INTEGER,
    DECIMAL,
    TEXT;

    private static final int LONGEST_NUMBER = 64;
    private static final Pattern INTEGERS = Pattern.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+");
    private static final Pattern DECIMALS = Pattern.compile(
            "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

    static ScalarKind ofPlain(String text) {
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> NOTHING;
            case "true", "True", "TRUE", "false", "False", "FALSE" -> BOOLEAN;
            default -> ofNumber(text);
        };
    }

    private static ScalarKind ofNumber(String text) {
        char first = text.charAt(0);
        boolean likely = "0123456789-+.".indexOf(first) >= 0;
        if (!likely || text.length() > LONGEST_NUMBER) {
            return TEXT;
        }
        if (INTEGERS.matcher(text).matches()) {
            return INTEGER;
        }
        return DECIMALS.matcher(text).matches() ? DECIMAL : TEXT;
    }
}
