package io.shrike.policy.yaml;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** Readers of single values. Numbers may be quoted; text may be any scalar that is not nothing. */
final class Scalars {
    private Scalars() {}

    static final Reader<Boolean> BOOLEAN = Scalars::bool;
    /** Any text, also empty. */
    static final Reader<String> ANY_TEXT = Scalars::anyText;
    /** Text of at least one character, none of them a control character. */
    static final Reader<String> TEXT = Scalars::text;

    /** A SHA-256 in hexadecimal; gives it in lower case. */
    static final Reader<String> SHA256 =
            (node, label, problems) -> textLike("64 hexadecimal digits", text -> text.matches("[0-9A-Fa-f]{64}"))
                    .read(node, label, problems)
                    .map(text -> text.toLowerCase(Locale.ROOT));

    private static Optional<Boolean> bool(YamlNode node, String label, Problems problems) {
        if (node instanceof YamlNode.Scalar scalar && scalar.kind() == ScalarKind.BOOLEAN) {
            return Optional.of(scalar.text().equalsIgnoreCase("true"));
        }
        String hint = node instanceof YamlNode.Scalar scalar ? boolHint(scalar.text()) : "";
        return wrong(node, label, "true or false", hint, problems);
    }

    private static String boolHint(String text) {
        return switch (text) {
            case "yes", "Yes", "YES", "on", "On", "ON", "y", "Y" -> ", did you mean true?";
            case "no", "No", "NO", "off", "Off", "OFF", "n", "N" -> ", did you mean false?";
            case "true", "false" -> ", leave out the quotes";
            default -> "";
        };
    }

    private static Optional<String> anyText(YamlNode node, String label, Problems problems) {
        if (node instanceof YamlNode.Scalar scalar && isText(scalar)) {
            return Optional.of(scalar.text());
        }
        return wrong(node, label, "text", "", problems);
    }

    /** A variable that gives nothing is empty text, nothing written is no text at all. */
    private static boolean isText(YamlNode.Scalar scalar) {
        return scalar.kind() != ScalarKind.NOTHING || !scalar.source().equals(scalar.text());
    }

    private static Optional<String> text(YamlNode node, String label, Problems problems) {
        Optional<String> text = anyText(node, label, problems);
        if (text.isPresent() && text.get().isEmpty()) {
            problems.error(node.position(), label + ": is empty");
            return Optional.empty();
        }
        if (text.isPresent() && text.get().codePoints().anyMatch(Character::isISOControl)) {
            problems.error(node.position(), label + ": " + Quote.found(node) + " holds a control character");
            return Optional.empty();
        }
        return text;
    }

    /** Text that {@code valid} holds for; else {@code expected} is what the message asks for. */
    static Reader<String> textLike(String expected, Predicate<String> valid) {
        return (node, label, problems) -> {
            Optional<String> text = text(node, label, problems);
            if (text.isPresent() && !valid.test(text.get())) {
                return wrong(node, label, expected, "", problems);
            }
            return text;
        };
    }

    /** A whole number from {@code least} to {@code most}. */
    static Reader<Integer> integer(int least, int most) {
        String expected = "a whole number from " + least + " to " + most;
        return (node, label, problems) -> {
            Optional<Integer> inRange = Numbers.whole(node)
                    .filter(n -> n.bitLength() < 32)
                    .map(BigInteger::intValue)
                    .filter(n -> least <= n && n <= most);
            return inRange.isPresent() ? inRange : wrong(node, label, expected, "", problems);
        };
    }

    /** A number above {@code above} and up to {@code most}. */
    static Reader<Double> decimal(double above, double most, String expected) {
        return (node, label, problems) -> {
            Optional<Double> inRange = Numbers.decimal(node).filter(n -> above < n && n <= most);
            return inRange.isPresent() ? inRange : wrong(node, label, expected, "", problems);
        };
    }

    /** Reports {@code label: expected EXPECTED, found WHAT}, and gives nothing. */
    static <T> Optional<T> wrong(YamlNode node, String label, String expected, String hint, Problems problems) {
        if (!(node instanceof YamlNode.Broken)) {
            problems.error(node.position(), label + ": expected " + expected + ", found " + Quote.found(node) + hint);
        }
        return Optional.empty();
    }
}
