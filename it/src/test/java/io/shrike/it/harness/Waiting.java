package io.shrike.it.harness;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Waits for what another process does: asks every few milliseconds, up to a limit. */
public final class Waiting {
    private Waiting() {}

    /** The first value that {@code question} gives; a failure that says {@code what} was awaited when the limit is over. */
    public static <T> T until(String what, Duration limit, Supplier<Optional<T>> question) {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<T> answer = question.get();
            if (answer.isPresent()) {
                return answer.get();
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("waited " + limit + " in vain until " + what);
            }
            pause();
        }
    }

    /** For what has no end that could be asked for. */
    public static void pauseFor(Duration length) {
        long end = System.nanoTime() + length.toNanos();
        while (System.nanoTime() - end < 0) {
            pause();
        }
    }

    static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(5));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted");
        }
    }
}
