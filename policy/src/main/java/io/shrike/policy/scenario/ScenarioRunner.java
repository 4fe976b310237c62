package io.shrike.policy.scenario;

import io.shrike.model.Decision;
import io.shrike.model.Finding;
import io.shrike.model.Judge;
import io.shrike.model.RuleMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Has scenarios decided. For one thread, as the judge is. */
public final class ScenarioRunner {
    private final Judge judge;

    public ScenarioRunner(Judge judge) {
        this.judge = judge;
    }

    public ScenarioResult run(Scenario scenario) {
        Decision decision = judge.decide(scenario.activity(), scenario.process());
        List<String> differences = new ArrayList<>();
        switch (scenario.expectation()) {
            case Expectation.Nothing _ -> {
                if (decision.matched()) {
                    differences.add("expected none, found " + rules(decision));
                }
            }
            case Expectation.Match expected -> {
                if (decision.matched()) {
                    compare(expected, decision, differences);
                } else {
                    differences.add("expected a rule to be met, found none");
                }
            }
        }
        return new ScenarioResult(scenario, differences);
    }

    private void compare(Expectation.Match expected, Decision decision, List<String> differences) {
        compare("event", expected.event().map(Enum::name), decision.type().name(), differences);
        compare(
                "severity",
                expected.severity().map(Enum::name),
                decision.severity().name(),
                differences);
        compare("action", expected.action().map(Enum::name), decision.action().name(), differences);
        compare(
                "outcome",
                expected.outcome().map(Enum::name),
                judge.respond(decision).outcome().name(),
                differences);
        compare("allowed", expected.allowed().map(String::valueOf), allowed(decision.finding()), differences);
        compareRules(expected, decision, differences);
        List<String> found = packages(decision.finding());
        expected.packages()
                .filter(packages -> !packages.equals(found))
                .ifPresent(packages -> differences.add("expected packages " + packages + ", found " + found));
    }

    private static void compare(String what, Optional<String> expected, String found, List<String> differences) {
        expected.filter(wanted -> !wanted.equals(found))
                .ifPresent(wanted ->
                        differences.add("expected " + what + " " + lowerCase(wanted) + ", found " + lowerCase(found)));
    }

    private static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static void compareRules(Expectation.Match expected, Decision decision, List<String> differences) {
        List<RuleMatch> matches = decision.matches();
        for (String rule : expected.includes()) {
            if (matches.stream().noneMatch(match -> names(rule, match))) {
                differences.add("expected rule " + rule + " among them, found " + rules(decision));
            }
        }
        expected.rules().ifPresent(rules -> {
            boolean allMet = rules.stream().allMatch(rule -> matches.stream().anyMatch(match -> names(rule, match)));
            boolean allNamed = matches.stream().allMatch(match -> rules.stream().anyMatch(rule -> names(rule, match)));
            if (!allMet || !allNamed) {
                differences.add("expected rules " + String.join(", ", rules) + ", found " + rules(decision));
            }
        });
    }

    private static boolean names(String rule, RuleMatch match) {
        return rule.equals(match.rule()) || rule.equals(match.policy() + ":" + match.rule());
    }

    private static String rules(Decision decision) {
        return decision.matches().stream()
                .map(match -> match.policy() + ":" + match.rule())
                .collect(Collectors.joining(", "));
    }

    private static String allowed(Finding finding) {
        return finding instanceof Finding.Network network ? String.valueOf(network.allowed()) : "nothing of it";
    }

    private static List<String> packages(Finding finding) {
        if (!(finding instanceof Finding.Software software)) {
            return List.of();
        }
        return software.packages().stream()
                .map(item -> item.name().isEmpty() ? item.url().orElse("") : item.name())
                .toList();
    }
}
