package io.shrike.app.replay;

import io.shrike.model.Decision;
import io.shrike.model.Judge;
import io.shrike.model.Outcome;
import java.util.List;
import java.util.Locale;

/**
 * What was decided of an event, in the words of events. {@code rules} are {@code policy:rule}, sorted; where there is none
 * there is no event either.
 */
public record Ruling(String type, String severity, String action, String outcome, List<String> rules) {
    /** No rule is met. */
    public static final Ruling NONE = new Ruling("none", "", "", "", List.of());

    public Ruling {
        rules = rules.stream().sorted().distinct().toList();
    }

    static Ruling by(Judge judge, RecordedEvent event) {
        Decision decision = judge.decide(event.activity(), event.process());
        if (!decision.matched()) {
            return NONE;
        }
        Outcome outcome = judge.respond(decision).outcome();
        return new Ruling(
                decision.type().wireName(),
                word(decision.severity()),
                word(decision.action()),
                word(outcome),
                decision.matches().stream()
                        .map(match -> match.policy() + ":" + match.rule())
                        .toList());
    }

    static Ruling recorded(JsonObject event) {
        return new Ruling(
                event.text("eventType").orElse(""),
                event.text("severity").orElse(""),
                event.text("action").orElse(""),
                event.text("outcome").orElse(""),
                event.objects("rules").stream()
                        .map(rule -> rule.text("policy").orElse("") + ":"
                                + rule.text("rule").orElse(""))
                        .toList());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
