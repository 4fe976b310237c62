package io.shrike.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The events of a run under way, as text: what is whole of them is checked when the run has ended. */
public final class LiveEvents {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path file;

    public LiveEvents(ShrikeRun.Live live) {
        this(live.events());
    }

    LiveEvents(Path file) {
        this.file = file;
    }

    /** Waits until so many events of this type were written. */
    public void await(String eventType, int count) {
        Waiting.until(
                count + " events are " + eventType,
                LIMIT,
                () -> count("\"eventType\":\"" + eventType + '"') >= count ? Optional.of(true) : Optional.empty());
    }

    /** How many lines have this text by now. */
    public long count(String text) {
        try {
            return Files.exists(file)
                    ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                            .lines()
                            .filter(line -> line.contains(text))
                            .count()
                    : 0;
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
