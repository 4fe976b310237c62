package io.shrike.policy.importer;

import io.shrike.policy.yaml.Constants;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as Go reads them ({@code 0x1f}, {@code 0o17}, {@code 017}, {@code 0b1}), or names of constants. */
final class Values {
    private static final Pattern NUMBER = Pattern.compile("([-+]?)(0[xX]|0[oO]|0[bB]|0(?=[0-7]))?([0-9a-fA-F]{1,64})");
    private static final Map<String, Integer> MORE =
            Map.of("MAY_EXEC", 1, "MAY_WRITE", 2, "MAY_READ", 4, "MAY_APPEND", 8);

    private Values() {}

    static Optional<BigInteger> number(String text) {
        Matcher number = NUMBER.matcher(text);
        if (!number.matches()) {
            return Optional.ofNullable(MORE.get(text)).map(BigInteger::valueOf).or(() -> Constants.valueOf(text));
        }
        int base = base(Optional.ofNullable(number.group(2)).orElse(""));
        try {
            BigInteger value = new BigInteger(number.group(3), base);
            return Optional.of("-".equals(number.group(1)) ? value.negate() : value)
                    .filter(v -> v.bitLength() <= (v.signum() < 0 ? 63 : 64));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static int base(String prefix) {
        return switch (prefix) {
            case "" -> 10;
            case "0x", "0X" -> 16;
            case "0b", "0B" -> 2;
            default -> 8;
        };
    }

    /** The argument as a policy may spell it: constants keep their names. */
    static Optional<String> spelling(String text) {
        if (Constants.valueOf(text).isPresent()) {
            return Optional.of(text);
        }
        return number(text).map(BigInteger::toString);
    }
}
