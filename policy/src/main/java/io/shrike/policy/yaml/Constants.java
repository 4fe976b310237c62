package io.shrike.policy.yaml;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Numbers that arguments are compared with: written as such, or as a constant of the kernel's headers. */
public final class Constants {
    private static final Map<String, BigInteger> BY_NAME = load();

    private Constants() {}

    static final Reader<BigInteger> VALUE = Constants::value;

    private static Map<String, BigInteger> load() {
        Map<String, BigInteger> constants = new LinkedHashMap<>();
        for (String line : Resources.lines("constants.txt")) {
            String[] parts = line.split(" ", 2);
            constants.put(parts[0], Numbers.wholeText(parts[1]).orElseThrow());
        }
        return constants;
    }

    static Map<String, BigInteger> byName() {
        return Map.copyOf(BY_NAME);
    }

    /** The value of a constant that policies may name. */
    public static Optional<BigInteger> valueOf(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    private static Optional<BigInteger> value(YamlNode node, String label, Problems problems) {
        if (!(node instanceof YamlNode.Scalar scalar)) {
            return Scalars.wrong(node, label, "a number or the name of a constant", "", problems);
        }
        Optional<BigInteger> number = Numbers.whole(node).or(() -> Numbers.wholeText(scalar.text()));
        Optional<BigInteger> value = number.isPresent() ? number : Optional.ofNullable(BY_NAME.get(scalar.text()));
        if (value.isEmpty()) {
            String hint = Names.hint(scalar.text(), BY_NAME.keySet());
            return Scalars.wrong(node, label, "a number or the name of a constant", hint, problems);
        }
        return value;
    }
}
