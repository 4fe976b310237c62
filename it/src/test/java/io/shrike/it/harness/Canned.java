package io.shrike.it.harness;

import io.shrike.model.ByteString;
import java.time.Duration;
import java.util.List;

/** Runs that never took place, for the harness's own tests. */
final class Canned {
    private Canned() {}

    static Ran ran(String... left) {
        return new Ran(
                List.of("true"),
                new Ending.Exited(0),
                ByteString.EMPTY,
                ByteString.EMPTY,
                Duration.ofMillis(1),
                List.of(left));
    }

    static Ran ran(Ending ending, String stdout) {
        return new Ran(
                List.of("true"), ending, ByteString.utf8(stdout), ByteString.EMPTY, Duration.ofMillis(1), List.of());
    }
}
