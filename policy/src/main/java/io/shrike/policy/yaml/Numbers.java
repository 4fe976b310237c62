package io.shrike.policy.yaml;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/** Scalars as numbers. In quotes a number is written in plain decimal, without leading zeros. */
final class Numbers {
    private static final Pattern QUOTED_WHOLE = Pattern.compile("0|[1-9][0-9]{0,9}");
    private static final Pattern QUOTED_DECIMAL = Pattern.compile("(?:0|[1-9][0-9]{0,8})(?:\\.[0-9]{1,9})?");
    private static final BigInteger MOST_NEGATIVE = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MOST_UNSIGNED = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    /** Up to here every whole number is a double. */
    private static final double EXACT = 1L << 53;

    private Numbers() {}

    /** A whole number; {@code 5.0} is one. */
    static Optional<BigInteger> whole(YamlNode node) {
        if (!(node instanceof YamlNode.Scalar scalar)) {
            return Optional.empty();
        }
        return switch (scalar.kind()) {
            case INTEGER -> wholeText(scalar.text());
            case DECIMAL ->
                finite(scalar.text())
                        .filter(number -> Math.rint(number) == number && Math.abs(number) <= EXACT)
                        .map(number -> BigDecimal.valueOf(number).toBigInteger());
            case TEXT ->
                QUOTED_WHOLE.matcher(scalar.text()).matches()
                        ? Optional.of(new BigInteger(scalar.text()))
                        : Optional.empty();
            case NOTHING, BOOLEAN -> Optional.empty();
        };
    }

    /** A number that is finite. */
    static Optional<Double> decimal(YamlNode node) {
        if (!(node instanceof YamlNode.Scalar scalar)) {
            return Optional.empty();
        }
        return switch (scalar.kind()) {
            case INTEGER -> wholeText(scalar.text()).map(BigInteger::doubleValue);
            case DECIMAL -> finite(scalar.text());
            case TEXT ->
                QUOTED_DECIMAL.matcher(scalar.text()).matches()
                        ? Optional.of(Double.valueOf(scalar.text()))
                        : Optional.empty();
            case NOTHING, BOOLEAN -> Optional.empty();
        };
    }

    /** Text that is an integer of YAML 1.2, and fits 64 bits, signed or not. */
    static Optional<BigInteger> wholeText(String text) {
        if (ScalarKind.ofPlain(text) != ScalarKind.INTEGER) {
            return Optional.empty();
        }
        BigInteger number = switch (text.length() > 1 ? text.substring(0, 2) : text) {
            case "0x" -> new BigInteger(text.substring(2), 16);
            case "0o" -> new BigInteger(text.substring(2), 8);
            default -> new BigInteger(text);
        };
        boolean fits = number.compareTo(MOST_NEGATIVE) >= 0 && number.compareTo(MOST_UNSIGNED) <= 0;
        return fits ? Optional.of(number) : Optional.empty();
    }

    private static Optional<Double> finite(String text) {
        boolean word = text.chars().anyMatch(c -> "nNiI".indexOf(c) >= 0);
        return word ? Optional.empty() : Optional.of(Double.valueOf(text)).filter(Double::isFinite);
    }
}
