package io.shrike.app.config;

import io.shrike.model.Event;
import io.shrike.policy.source.FoundPolicies;
import java.util.Optional;

/**
 * What a run begins with.
 *
 * @param found what the options and the environment name, whether it loads or not
 * @param refused why that is not the policy in effect; empty where it is
 */
public record StartPolicy(LoadedPolicy policy, FoundPolicies found, Optional<Event.PolicyError> refused) {}
