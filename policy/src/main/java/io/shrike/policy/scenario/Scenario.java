package io.shrike.policy.scenario;

import io.shrike.model.Activity;
import io.shrike.model.ProcessRef;
import io.shrike.policy.document.Position;

/** An activity of a process, and what is expected of it. */
public record Scenario(
        String name, Position position, Activity activity, ProcessRef process, Expectation expectation) {}
