package io.shrike.policy.scenario;

import java.util.List;

/** How a scenario went: what was expected and not found, one line each. */
public record ScenarioResult(Scenario scenario, List<String> differences) {
    public ScenarioResult {
        differences = List.copyOf(differences);
    }

    public boolean holds() {
        return differences.isEmpty();
    }
}
