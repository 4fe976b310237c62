package io.shrike.app.config;

import io.shrike.delivery.pipeline.Shaping;
import io.shrike.model.ByteString;
import io.shrike.model.Event;
import io.shrike.model.Judge;
import io.shrike.model.Needs;
import io.shrike.policy.compile.DeliverySettings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A policy ready for use: how to judge, what must stop, what to withhold.
 *
 * @param sessionJudge decides what is found of processes from outside; for another thread than {@code judge}
 * @param digestJudge decides what is known of programs by their content only after they started; for a third thread, empty
 *     where no rule asks for it
 * @param packageDatabases whether the databases of package managers are to be read when an installer ends
 * @param names of its documents
 * @param origin where it was found, for people
 */
public record LoadedPolicy(
        Judge judge,
        Judge sessionJudge,
        Optional<Judge> digestJudge,
        Needs needs,
        Shaping shaping,
        DeliverySettings delivery,
        UnaryOperator<List<ByteString>> redactor,
        boolean packageDatabases,
        List<String> names,
        String origin) {
    /** The event that says it took effect; {@code restartRequired} lists the calls that the installed filter does not show. */
    public Event loadedEvent(Instant now, List<String> restartRequired) {
        return new Event.PolicyLoaded(now, names, origin, restartRequired);
    }
}
