package io.shrike.aws.access;

import io.shrike.delivery.destination.SendResult;
import java.util.List;

/** A batch that goes out in several requests. */
public final class Requests {
    private Requests() {}

    /** Sends one request, and says what has become of each of its items. Throws what the SDK throws. */
    @FunctionalInterface
    public interface Call<E> {
        void send(List<Item<E>> part, Settlement settled);
    }

    /** Sends one after another. After one that failed as a whole none follows, and its events and theirs are left. */
    public static <E> SendResult send(List<List<Item<E>>> parts, Settlement settled, Call<E> call) {
        for (int next = 0; next < parts.size(); next++) {
            try {
                call.send(parts.get(next), settled);
            } catch (RuntimeException failure) {
                List<Integer> unsent = parts.subList(next, parts.size()).stream()
                        .flatMap(List::stream)
                        .map(Item::place)
                        .toList();
                return settled.failed(Failures.of(failure), unsent);
            }
        }
        return settled.result();
    }
}
