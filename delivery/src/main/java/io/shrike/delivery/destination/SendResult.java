package io.shrike.delivery.destination;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How sending a batch ended. Reasons are short and without secrets, e.g. {@code http503}, {@code timeout}. */
public sealed interface SendResult {
    /** The destination has them. */
    record Accepted() implements SendResult {}

    /** They may go through later, where the destination says so not before {@code pause} is over. */
    record Later(String reason, Optional<Duration> pause) implements SendResult {}

    /** They may go through once somebody has acted: {@code what} says what is wrong. */
    record Unauthorized(String reason, String what) implements SendResult {}

    /** This batch, as it is, will never go through; each of its events alone might. */
    record Refused(String reason) implements SendResult {}

    /**
     * Some are settled. {@code left} are to be sent again, for {@code reason} and not before {@code pause} is over;
     * {@code refused} will never go through; the destination has the others. Both are places in the batch, from 0, ascending.
     */
    record Partial(List<Integer> left, List<Integer> refused, String reason, Optional<Duration> pause)
            implements SendResult {
        public Partial {
            left = List.copyOf(left);
            refused = List.copyOf(refused);
        }
    }

    SendResult ACCEPTED = new Accepted();

    static SendResult later(String reason) {
        return new Later(reason, Optional.empty());
    }
}
