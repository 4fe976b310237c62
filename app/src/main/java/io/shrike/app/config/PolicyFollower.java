package io.shrike.app.config;

import io.shrike.model.Event;
import io.shrike.policy.source.FoundPolicies;
import io.shrike.policy.source.PolicySources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches the places that policies come from and tells of every change: a policy that loads, or, once for each broken text,
 * why it does not. It looks at the files at intervals, which sees what notifications miss: links swapped anywhere on the way,
 * network file systems written by another machine. A change counts when nothing has moved for a while, so that half-written
 * files and those that vanish for a moment are not taken for policies. One thread at a time.
 */
public final class PolicyFollower {
    /** Between two looks. */
    public static final Duration INTERVAL = Duration.ofMillis(500);

    /** How long nothing may have moved before a new policy is taken. */
    private static final long QUIET = Duration.ofMillis(400).toNanos();

    /** How long nothing may have moved before a broken policy is told of: the rest of it may still be on its way. */
    private static final long PATIENCE = Duration.ofSeconds(2).toNanos();

    private final Supplier<FoundPolicies> find;
    private final Function<FoundPolicies, PolicyAttempt> attempt;
    private final Listener listener;

    /** How often the texts are read though the files look the same: their times may be coarse or wrong, other machines have none. */
    private final long reread;

    private FoundPolicies current;
    private SourceState seen;
    private String inEffect;
    private @Nullable String refused;
    private boolean moving;
    private long movedAt;
    private long readAt;

    /** Who is told. Called by the thread that looks. */
    public interface Listener {
        /** This policy is to take effect; {@code again}: it is the one in effect, restored after a broken one. */
        void changed(LoadedPolicy policy, boolean again);

        /** The policy in effect stays. */
        void refused(Event.PolicyError error);
    }

    /** Follows what {@code start} was found in. {@code now} as of {@link System#nanoTime}. */
    public PolicyFollower(
            Supplier<FoundPolicies> find,
            Function<FoundPolicies, PolicyAttempt> attempt,
            StartPolicy start,
            Duration reread,
            Listener listener,
            long now) {
        this.find = find;
        this.attempt = attempt;
        this.reread = reread.toNanos();
        this.listener = listener;
        current = start.found();
        String text = current.fingerprint();
        inEffect = start.refused().isPresent() ? "" : text;
        refused = start.refused().isPresent() ? text : null;
        seen = SourceState.of(current.watched());
        moving = true;
        movedAt = now;
        readAt = now;
    }

    /** Whether these places can be read a second time: a pipe gives its text once. */
    public static boolean canFollow(FoundPolicies found) {
        return found.watched().stream().noneMatch(PolicyFollower::isRead);
    }

    private static boolean isRead(Path path) {
        return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
    }

    /** Looks once, and tells what is to be told. */
    public void look(long now) {
        SourceState state = SourceState.of(current.watched());
        if (!state.equals(seen)) {
            seen = state;
            moving = true;
            movedAt = now;
        } else if (moving ? now - movedAt >= QUIET : now - readAt >= reread) {
            read(now);
        }
    }

    private void read(long now) {
        FoundPolicies found = find.get();
        readAt = now;
        String text = found.fingerprint();
        if (text.equals(refused == null ? inEffect : refused)) {
            moving = false;
        } else {
            judge(found, text, now);
        }
    }

    private void judge(FoundPolicies found, String text, long now) {
        switch (vanished(found).map(PolicyAttempt::bad).orElseGet(() -> attempt.apply(found))) {
            case PolicyAttempt.Good(LoadedPolicy policy) -> {
                listener.changed(policy, text.equals(inEffect));
                current = found;
                inEffect = text;
                refused = null;
                moving = false;
            }
            case PolicyAttempt.Bad(Event.PolicyError error) -> {
                if (!moving) {
                    moving = true;
                    movedAt = now;
                } else if (now - movedAt >= PATIENCE) {
                    listener.refused(error);
                    refused = text;
                    moving = false;
                }
            }
        }
    }

    /** A default file that is gone is no wish for the built-in policy: whoever removes it would choose what is watched. */
    private Optional<Event.PolicyError> vanished(FoundPolicies found) {
        if (current.isBuiltIn() || !found.isBuiltIn()) {
            return Optional.empty();
        }
        String problem = PolicySources.DEFAULT_PATH + ": no such file or directory";
        return Optional.of(new Event.PolicyError(Instant.now(), current.origin(), List.of(problem)));
    }
}
