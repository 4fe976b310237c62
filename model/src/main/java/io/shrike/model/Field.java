package io.shrike.model;

import java.util.Optional;
import java.util.function.Function;

/** A value that Shrike tried to read from the watched side: known, or unreadable for a stated reason; never missing in silence. */
public sealed interface Field<T> {
    /** The value was read. */
    record Known<T>(T value) implements Field<T> {}

    /** The value could not be read; {@code reason} is an errno name such as {@code EFAULT}, or a short word. */
    record Unreadable<T>(String reason) implements Field<T> {}

    static <T> Field<T> known(T value) {
        return new Known<>(value);
    }

    static <T> Field<T> unreadable(String reason) {
        return new Unreadable<>(reason);
    }

    /** The value where it is known. */
    default Optional<T> asOptional() {
        return switch (this) {
            case Known<T> known -> Optional.of(known.value());
            case Unreadable<T> _ -> Optional.empty();
        };
    }

    /** The field with its value mapped; an unreadable field keeps its reason. */
    default <R> Field<R> map(Function<? super T, ? extends R> function) {
        return switch (this) {
            case Known<T> known -> known(function.apply(known.value()));
            case Unreadable<T> unreadable -> unreadable(unreadable.reason());
        };
    }
}
