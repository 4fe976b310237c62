package io.shrike.linux.procfs;

import java.util.Optional;
import java.util.function.Function;

/** What came of reading from /proc: a value, or the errno of the call that failed. */
public sealed interface Reading<T> {
    /** It was read. */
    record Value<T>(T value) implements Reading<T> {}

    /** It could not be read; {@code errno} is positive. ENOENT and ESRCH mean that the process has gone. */
    record Failure<T>(int errno) implements Reading<T> {}

    static <T> Reading<T> value(T value) {
        return new Value<>(value);
    }

    static <T> Reading<T> failure(int errno) {
        return new Failure<>(errno);
    }

    /** The value where there is one. */
    default Optional<T> asOptional() {
        return switch (this) {
            case Value<T>(T value) -> Optional.of(value);
            case Failure<T> _ -> Optional.empty();
        };
    }

    /** The errno, or 0 where there is a value. */
    default int errno() {
        return switch (this) {
            case Value<T> _ -> 0;
            case Failure<T>(int errno) -> errno;
        };
    }

    /** The value mapped; a failure stays one. */
    default <R> Reading<R> map(Function<? super T, ? extends R> function) {
        return switch (this) {
            case Value<T>(T value) -> value(function.apply(value));
            case Failure<T>(int errno) -> failure(errno);
        };
    }
}
