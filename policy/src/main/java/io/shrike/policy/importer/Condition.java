package io.shrike.policy.importer;

import io.shrike.policy.document.Position;
import java.util.List;

/** One entry of {@code matchArgs}: an argument of the hooked function compared with any of {@code values}. */
record Condition(Position position, Arg argument, Operator operator, String written, List<String> values) {
    Condition {
        values = List.copyOf(values);
    }

    int index() {
        return argument.index();
    }

    boolean isNumeric() {
        return !values.isEmpty()
                && values.stream().allMatch(value -> Values.number(value).isPresent());
    }
}
