package io.shrike.aws.access;

import io.shrike.delivery.destination.SendResult;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;

/** What has become of each event of a batch that goes out in several calls. Used by one thread. */
public final class Settlement {
    private final int size;
    private final TreeSet<Integer> left = new TreeSet<>();
    private final TreeSet<Integer> refused = new TreeSet<>();
    private int delivered;
    private String reason = "";

    public Settlement(int size) {
        this.size = size;
    }

    public void delivered(int events) {
        delivered += events;
    }

    /** This one is to be sent again. */
    public void leave(int place, String why) {
        left.add(place);
        reason = why;
    }

    /** This one will never go through. */
    public void refuse(int place, String why) {
        refused.add(place);
        if (left.isEmpty()) {
            reason = why;
        }
    }

    public SendResult result() {
        if (left.isEmpty() && refused.isEmpty()) {
            return SendResult.ACCEPTED;
        }
        return left.size() == size
                ? Failures.left(reason)
                : new SendResult.Partial(
                        left.stream().toList(), refused.stream().toList(), reason, Optional.empty());
    }

    /** A call failed as a whole, and these places are of it or were not sent after it. */
    SendResult failed(SendResult failure, Collection<Integer> unsent) {
        if (delivered == 0 && refused.isEmpty() && left.isEmpty()) {
            return failure;
        }
        String why = reasonOf(failure);
        unsent.forEach(place -> leave(place, why));
        return result();
    }

    private static String reasonOf(SendResult failure) {
        return switch (failure) {
            case SendResult.Accepted _ -> "";
            case SendResult.Later(String why, Optional<Duration> _) -> why;
            case SendResult.Unauthorized(String why, String _) -> why;
            case SendResult.Refused(String why) -> why;
            case SendResult.Partial partial -> partial.reason();
        };
    }
}
