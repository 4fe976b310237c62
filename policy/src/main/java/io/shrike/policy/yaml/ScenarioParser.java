package io.shrike.policy.yaml;

import io.shrike.model.Activity;
import io.shrike.model.EventType;
import io.shrike.model.Outcome;
import io.shrike.policy.scenario.Expectation;
import io.shrike.policy.scenario.Scenario;
import io.shrike.policy.scenario.ScenarioFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The parser of scenarios: documents of kind {@code PolicyScenarios}, under the limits that policies have. */
public final class ScenarioParser {
    /** The {@code kind} of the documents. */
    public static final String KIND = "PolicyScenarios";

    private static final String LIST = "scenarios";
    private static final String EXPECT = "expect";
    private static final String PROCESS = "process";
    private static final Choice<Outcome> OUTCOME = Choice.lowerCase("an outcome", Outcome.values());
    private static final Choice<EventType> EVENT = Choice.lowerCase("an event type", EventType.values());

    private ScenarioParser() {}

    /**
     * Reads all documents of a text.
     *
     * @param fileName how messages name the text
     * @param text UTF-8, at most 8 MiB
     * @param environment looks up what {@code ${NAME}} stands for
     */
    public static ScenarioFile parse(String fileName, byte[] text, Function<String, Optional<String>> environment) {
        Problems problems = new Problems(fileName);
        Variables variables = new Variables(environment, problems);
        List<Scenario> scenarios = new ArrayList<>();
        PolicyText.decode(text, problems)
                .map(decoded -> YamlTree.read(decoded, problems, variables))
                .orElse(List.of())
                .forEach(root -> scenarios.addAll(document(root, problems)));
        if (scenarios.isEmpty() && !problems.hasErrors()) {
            problems.errorOfFile("there is no scenario in it");
        }
        return new ScenarioFile(problems.hasErrors() ? List.of() : scenarios, problems.inOrder());
    }

    private static List<Scenario> document(YamlNode root, Problems problems) {
        Fields fields = Fields.of(root, "the document", List.of("apiVersion", "kind", LIST), problems);
        fields.required("apiVersion", exactly(DocumentReader.API_VERSION));
        fields.required("kind", exactly(KIND));
        fields.requirePresent(LIST);
        return fields.list(LIST, ScenarioParser::scenario);
    }

    private static Reader<String> exactly(String text) {
        return Scalars.textLike(text, text::equals);
    }

    private static Optional<Scenario> scenario(YamlNode node, String label, Problems problems) {
        List<String> keys = new ArrayList<>(List.of("name", PROCESS, EXPECT));
        keys.addAll(ScenarioActivities.KEYS);
        Fields fields = Fields.of(node, label, keys, problems);
        Optional<String> name = fields.required("name", Scalars.TEXT);
        Optional<Activity> activity = ScenarioActivities.read(fields);
        Optional<Expectation> expectation = fields.required(EXPECT, ScenarioParser::expectation);
        return fields.value(PROCESS, ScenarioProcesses::read)
                .or(() -> Optional.of(ScenarioProcesses.ANY))
                .flatMap(process -> name.flatMap(n -> activity.flatMap(
                        a -> expectation.map(expected -> new Scenario(n, fields.position(), a, process, expected)))));
    }

    private static Optional<Expectation> expectation(YamlNode node, String label, Problems problems) {
        if (node instanceof YamlNode.Scalar scalar) {
            return scalar.text().equals("none")
                    ? Optional.of(new Expectation.Nothing())
                    : Scalars.wrong(node, label, "none, or a mapping", "", problems);
        }
        Fields fields = Fields.of(
                node,
                label,
                List.of("event", "severity", "action", "outcome", "allowed", "rules", "includes", "packages"),
                problems);
        return Optional.of(new Expectation.Match(
                fields.value("event", EVENT),
                fields.value("severity", Choice.SEVERITY),
                fields.value("action", Choice.ACTION),
                fields.value("outcome", OUTCOME),
                fields.value("allowed", Scalars.BOOLEAN),
                listIfGiven(fields, "rules"),
                fields.oneOrMore("includes", Scalars.TEXT),
                listIfGiven(fields, "packages")));
    }

    private static Optional<List<String>> listIfGiven(Fields fields, String key) {
        return fields.has(key) ? Optional.of(fields.oneOrMore(key, Scalars.TEXT)) : Optional.empty();
    }
}
