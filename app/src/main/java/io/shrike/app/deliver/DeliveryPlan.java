package io.shrike.app.deliver;

import io.shrike.delivery.send.BatchLimits;
import io.shrike.delivery.send.Route;
import java.util.List;
import java.util.Optional;

/**
 * Where events go beyond this machine. {@code notes} name the destinations of the policy that get nothing, and why;
 * {@code secrets} must be told nowhere; {@code output} is wanted of the launcher; {@code logsElsewhere}: among the routes is one of a
 * policy for its log, so that it need not be written to standard error too.
 */
public record DeliveryPlan(
        List<Route> routes,
        BatchLimits limits,
        List<String> notes,
        List<String> secrets,
        Optional<ProgramOutput> output,
        boolean logsElsewhere) {
    public DeliveryPlan {
        routes = List.copyOf(routes);
        notes = List.copyOf(notes);
        secrets = List.copyOf(secrets);
    }
}
