package io.shrike.policy.scenario;

import io.shrike.policy.document.Problem;
import java.util.List;

/** What a text of scenarios says: no scenarios where any problem is an error. */
public record ScenarioFile(List<Scenario> scenarios, List<Problem> problems) {
    public ScenarioFile {
        scenarios = List.copyOf(scenarios);
        problems = List.copyOf(problems);
    }

    public boolean hasErrors() {
        return problems.stream().anyMatch(Problem::isError);
    }
}
