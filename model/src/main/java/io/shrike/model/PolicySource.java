package io.shrike.model;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A place on another machine that a policy comes from, without the secrets of its address. {@code asOf} is when the text in
 * use was last known to be the one there, empty where there is none; {@code problem} says what is wrong.
 */
public record PolicySource(String location, State state, Optional<Instant> asOf, Optional<String> problem) {
    /** What is in use of it. */
    public enum State {
        /** What is there. */
        CURRENT,
        /** What was there when this run last reached it. */
        UNREACHABLE,
        /** What an earlier run left on disk: this one has never reached it. */
        COPY,
        /** What was there before the place said no. */
        REFUSED;

        /** As events have it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
