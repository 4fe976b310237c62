package io.shrike.aws.access;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the answers to single entries of requests mean. An entry is given up for a code that is about the entry itself, but only once the
 * service has taken another: one that takes none is not what it should be, and somebody may still put that right. Used by one thread.
 */
public final class EntryAnswers {
    /** For an entry of which the answer says nothing that can be understood. */
    public static final String UNKNOWN = "badAnswer";

    private final Set<String> ofTheEntry;
    private boolean everTook;

    /** {@code ofTheEntry}: what the service says of an entry that it will never take. */
    public EntryAnswers(Set<String> ofTheEntry) {
        this.ofTheEntry = Set.copyOf(ofTheEntry);
    }

    /** {@code failure} gives the code for the n-th item of the request, and nothing for one that was taken. */
    public <E> void settle(List<Item<E>> part, IntFunction<Optional<String>> failure, Settlement settled) {
        List<Optional<String>> failures =
                IntStream.range(0, part.size()).mapToObj(failure).toList();
        everTook |= failures.stream().anyMatch(Optional::isEmpty);
        for (int n = 0; n < part.size(); n++) {
            int place = part.get(n).place();
            Optional<String> code = failures.get(n);
            if (code.isEmpty()) {
                settled.delivered(1);
            } else if (everTook && ofTheEntry.contains(code.get())) {
                settled.refuse(place, code.get());
            } else {
                settled.leave(place, Failures.known(code.get()).orElse(UNKNOWN));
            }
        }
    }

    /**
     * Of an answer that has a result for each entry, in their order: {@code taken} gives its id where it was taken, {@code code} why it was
     * not; both give null for the other, as the SDK does.
     */
    public <E, R> void settleInOrder(
            List<Item<E>> part,
            List<R> results,
            Function<R, @Nullable String> taken,
            Function<R, @Nullable String> code,
            Settlement settled) {
        settle(
                part,
                n -> {
                    if (n >= results.size()) {
                        return Optional.of(UNKNOWN);
                    }
                    Optional<String> failure = Optional.ofNullable(code.apply(results.get(n)));
                    return failure.isEmpty() && taken.apply(results.get(n)) == null ? Optional.of(UNKNOWN) : failure;
                },
                settled);
    }
}
