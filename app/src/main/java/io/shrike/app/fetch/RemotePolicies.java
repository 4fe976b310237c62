package io.shrike.app.fetch;

import io.shrike.delivery.source.FetchResult;
import io.shrike.delivery.source.TextSource;
import io.shrike.model.ByteString;
import io.shrike.model.PolicySource;
import io.shrike.model.PolicySource.State;
import io.shrike.policy.source.PolicyFetcher;
import io.shrike.policy.source.PolicySources;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Policies of other machines. A text is fetched again only when it has changed. While a source cannot be reached its last text stays
 * in use; at the start of a run that is the last one that loaded in an earlier run. What a source refuses is an error. Used by
 * one thread at a time; {@link #states} and {@link #secrets} by any.
 */
public final class RemotePolicies implements PolicyFetcher {
    private static final Duration USUAL_LIMIT = Duration.ofSeconds(10);
    private static final Duration LEAST_LIMIT = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final TextSources sources;
    private final Optional<PolicyCopies> copies;
    private final Consumer<String> operator;
    private final Map<String, Known> texts = new ConcurrentSkipListMap<>();
    private final Map<String, PolicySource> states = new ConcurrentSkipListMap<>();
    /** Of System.nanoTime, as the time of day may jump. */
    private Optional<Long> startEnds;

    private boolean complained;

    /** A text of an address; {@code kept}: it is the one that the disk has. */
    private record Known(ByteString text, Optional<String> etag, boolean kept) {}

    /**
     * Until {@link #started} all fetches together take no longer than {@code startLimit}. {@code operator} is told what somebody
     * should know at once.
     */
    RemotePolicies(TextSources sources, Optional<PolicyCopies> copies, Consumer<String> operator, Duration startLimit) {
        this.sources = sources;
        this.copies = copies;
        this.operator = operator;
        this.startEnds = Optional.of(System.nanoTime() + startLimit.toNanos());
    }

    /** From now on nobody waits. */
    public void started() {
        startEnds = Optional.empty();
    }

    /** How each source fares, in the order of their addresses. */
    public List<PolicySource> states() {
        return List.copyOf(states.values());
    }

    /** What must be told nowhere. */
    public List<String> secrets() {
        return states.keySet().stream().flatMap(sources::secrets).toList();
    }

    @Override
    public byte[] fetch(String address) throws IOException {
        Optional<Known> known = Optional.ofNullable(texts.get(address));
        FetchResult result = ask(address, known);
        return switch (result) {
            case FetchResult.Text(ByteString text, Optional<String> etag) -> {
                boolean same = known.filter(
                                before -> before.kept() && before.text().equals(text))
                        .isPresent();
                yield current(address, new Known(text, etag, same));
            }
            case FetchResult.Same _ ->
                current(address, known.orElseThrow(() -> new IOException("the server answers 304 to a first request")));
            case FetchResult.Refused(String reason) -> throw refused(address, reason);
            case FetchResult.Unreachable(String reason) -> unreachable(address, known, reason);
        };
    }

    /** Where a start would fail, for there is neither a text nor a copy, it is tried again as long as a start may take. */
    private FetchResult ask(String address, Optional<Known> known) throws IOException {
        TextSource source = sources.of(address);
        boolean needed = known.isEmpty() && copy(address).isEmpty();
        FetchResult result;
        do {
            Optional<String> etag = known.flatMap(Known::etag);
            result = source.fetch(address, etag, limit(), PolicySources.MOST_BYTES);
        } while (needed && result instanceof FetchResult.Unreachable && mayTryAgain());
        return result;
    }

    private Duration limit() {
        return startEnds
                .map(end -> Duration.ofNanos(end - System.nanoTime()))
                .map(left -> left.compareTo(LEAST_LIMIT) < 0 ? LEAST_LIMIT : left)
                .filter(left -> left.compareTo(USUAL_LIMIT) < 0)
                .orElse(USUAL_LIMIT);
    }

    private boolean mayTryAgain() {
        if (startEnds.filter(end -> end - System.nanoTime() > PAUSE.toNanos()).isEmpty()) {
            return false;
        }
        LockSupport.parkNanos(this, PAUSE.toNanos());
        return true;
    }

    private byte[] current(String address, Known text) {
        texts.put(address, text);
        tell(address, State.CURRENT, Optional.of(Instant.now()), Optional.empty());
        if (text.kept()) {
            copies.ifPresent(kept -> kept.touch(address));
        }
        return text.text().toArray();
    }

    private IOException refused(String address, String reason) {
        tell(address, State.REFUSED, asOf(address), Optional.of(reason));
        return new IOException(reason);
    }

    private byte[] unreachable(String address, Optional<Known> known, String reason) throws IOException {
        if (known.isPresent()) {
            boolean neverReached =
                    state(address).filter(state -> state == State.COPY).isPresent();
            State state = neverReached ? State.COPY : State.UNREACHABLE;
            tell(address, state, asOf(address), Optional.of(reason));
            return known.get().text().toArray();
        }
        Optional<PolicyCopies.Copy> copy = copy(address);
        if (copy.isEmpty()) {
            tell(address, State.UNREACHABLE, Optional.empty(), Optional.of(reason));
            throw new IOException(reason
                    + copies.map(_ -> "; no earlier run has left a copy of it").orElse(""));
        }
        texts.put(address, new Known(copy.get().text(), Optional.empty(), true));
        Instant asOf = copy.get().asOf();
        tell(address, State.COPY, Optional.of(asOf), Optional.of(reason));
        operator.accept("the policy at " + PolicyFetcher.shown(address) + " cannot be had: " + reason
                + "; its last good copy, current at " + asOf.truncatedTo(ChronoUnit.SECONDS)
                + ", is in effect until it can");
        return copy.get().text().toArray();
    }

    private Optional<PolicyCopies.Copy> copy(String address) {
        return copies.flatMap(kept -> kept.read(address));
    }

    private Optional<State> state(String address) {
        return Optional.ofNullable(states.get(address)).map(PolicySource::state);
    }

    private Optional<Instant> asOf(String address) {
        return Optional.ofNullable(states.get(address)).flatMap(PolicySource::asOf);
    }

    private void tell(String address, State state, Optional<Instant> asOf, Optional<String> problem) {
        states.put(address, new PolicySource(PolicyFetcher.shown(address), state, asOf, problem));
    }

    /** All texts at hand have loaded: they are what a later run may begin with. */
    @Override
    public void loaded() {
        copies.ifPresent(kept -> texts.forEach((address, text) -> {
            if (!text.kept()) {
                keep(kept, address, text);
            }
        }));
    }

    private void keep(PolicyCopies kept, String address, Known text) {
        try {
            kept.write(address, text.text());
            texts.put(address, new Known(text.text(), text.etag(), true));
        } catch (IOException failure) {
            String reason = String.valueOf(failure.getMessage());
            tell(address, State.CURRENT, asOf(address), Optional.of(reason));
            if (!complained) {
                complained = true;
                operator.accept(reason + "; a later run cannot start while " + PolicyFetcher.shown(address)
                        + " cannot be reached");
            }
        }
    }
}
