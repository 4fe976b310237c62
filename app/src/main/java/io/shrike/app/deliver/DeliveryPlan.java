package io.shrike.app.deliver;

import io.shrike.delivery.send.BatchLimits;
import io.shrike.delivery.send.Route;
import java.util.List;

/**
 * Where events go beyond this machine. {@code notes} name the destinations of the policy that get nothing, and why;
 * {@code secrets} must be told nowhere.
 */
public record DeliveryPlan(List<Route> routes, BatchLimits limits, List<String> notes, List<String> secrets) {
    public DeliveryPlan {
        routes = List.copyOf(routes);
        notes = List.copyOf(notes);
        secrets = List.copyOf(secrets);
    }
}
