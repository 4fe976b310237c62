package io.shrike.linux.seccomp;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * When a call matches: any of some alternatives, all tests of an alternative. No alternative: never; one without tests:
 * always. Alternatives are kept once, and alone when one of them is always.
 */
record Condition(List<List<WordTest>> anyOf) {
    static final Condition NEVER = new Condition(List.of());
    static final Condition ALWAYS = new Condition(List.of(List.of()));

    Condition {
        Set<List<WordTest>> distinct = new LinkedHashSet<>(anyOf);
        anyOf = distinct.contains(List.<WordTest>of()) ? List.of(List.of()) : List.copyOf(distinct);
    }

    static Condition of(WordTest test) {
        return new Condition(List.of(List.of(test)));
    }

    Condition or(Condition other) {
        List<List<WordTest>> both = new ArrayList<>(anyOf);
        both.addAll(other.anyOf);
        return new Condition(both);
    }

    Condition and(Condition other) {
        List<List<WordTest>> products = new ArrayList<>();
        for (List<WordTest> left : anyOf) {
            for (List<WordTest> right : other.anyOf) {
                List<WordTest> product = new ArrayList<>(left);
                right.stream().filter(test -> !left.contains(test)).forEach(product::add);
                products.add(List.copyOf(product));
            }
        }
        return new Condition(products);
    }
}
