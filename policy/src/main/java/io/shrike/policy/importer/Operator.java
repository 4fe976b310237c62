package io.shrike.policy.importer;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The operators of {@code matchArgs}, with the names that people give them. */
enum Operator {
    EQUAL("equal", "in", "inmap", "equals", "eq"),
    NOT_EQUAL("notequal", "notin", "notinmap", "ne"),
    PREFIX("prefix", "startswith"),
    NOT_PREFIX("notprefix"),
    POSTFIX("postfix", "suffix", "endswith"),
    NOT_POSTFIX("notpostfix"),
    SUBSTRING("substring", "contains"),
    SUBSTRING_IGNORING_CASE("substringigncase", "containsigncase"),
    NOT_SUBSTRING("notsubstring", "notcontains"),
    GREATER("gt", "greaterthan"),
    LESS("lt", "lessthan"),
    MASK("mask"),
    IN_RANGE("inrange"),
    NOT_IN_RANGE("notinrange"),
    SOURCE_PORT("sport"),
    NOT_SOURCE_PORT("notsport"),
    SOURCE_PORT_PRIVILEGED("sportpriv"),
    NOT_SOURCE_PORT_PRIVILEGED("notsportpriv"),
    PORT("dport"),
    NOT_PORT("notdport"),
    PORT_PRIVILEGED("dportpriv"),
    NOT_PORT_PRIVILEGED("notdportpriv"),
    SOURCE_ADDRESS("saddr"),
    NOT_SOURCE_ADDRESS("notsaddr"),
    ADDRESS("daddr"),
    NOT_ADDRESS("notdaddr"),
    PROTOCOL("protocol"),
    FAMILY("family"),
    STATE("state"),
    OTHER;

    private final String names;

    Operator(String... names) {
        this.names = " " + String.join(" ", names) + " ";
    }

    /** The operator of a name, whatever its case; OTHER for what is none or has no meaning here. */
    static Operator of(String name) {
        String plain = name.toLowerCase(Locale.ROOT);
        Optional<Operator> found = Arrays.stream(values())
                .filter(operator -> operator.names.contains(" " + plain + " "))
                .findFirst();
        return found.orElse(OTHER);
    }

    boolean isAboutText() {
        return switch (this) {
            case EQUAL,
                    NOT_EQUAL,
                    PREFIX,
                    NOT_PREFIX,
                    POSTFIX,
                    NOT_POSTFIX,
                    SUBSTRING,
                    SUBSTRING_IGNORING_CASE,
                    NOT_SUBSTRING -> true;
            default -> false;
        };
    }

    boolean isPositive() {
        return switch (this) {
            case EQUAL, PREFIX, POSTFIX, SUBSTRING, SUBSTRING_IGNORING_CASE -> true;
            default -> false;
        };
    }

    boolean isAboutNumbers() {
        return switch (this) {
            case EQUAL, NOT_EQUAL, GREATER, LESS, MASK, IN_RANGE, NOT_IN_RANGE -> true;
            default -> false;
        };
    }

    /** What is compared at the side of the peer, where the argument is the peer's address. */
    Operator asPeer() {
        return switch (this) {
            case SOURCE_PORT -> PORT;
            case NOT_SOURCE_PORT -> NOT_PORT;
            case SOURCE_PORT_PRIVILEGED -> PORT_PRIVILEGED;
            case NOT_SOURCE_PORT_PRIVILEGED -> NOT_PORT_PRIVILEGED;
            case SOURCE_ADDRESS -> ADDRESS;
            case NOT_SOURCE_ADDRESS -> NOT_ADDRESS;
            default -> this;
        };
    }

    /** What is compared at the own side, where the argument is the own address. */
    Operator asOwn() {
        return switch (this) {
            case PORT -> SOURCE_PORT;
            case NOT_PORT -> NOT_SOURCE_PORT;
            case PORT_PRIVILEGED -> SOURCE_PORT_PRIVILEGED;
            case NOT_PORT_PRIVILEGED -> NOT_SOURCE_PORT_PRIVILEGED;
            default -> this;
        };
    }
}
