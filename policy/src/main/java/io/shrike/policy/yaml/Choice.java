package io.shrike.policy.yaml;

import io.shrike.model.Action;
import io.shrike.model.EventType;
import io.shrike.model.FileOperation;
import io.shrike.model.Severity;
import io.shrike.policy.document.ActionSettings.BlockAction;
import io.shrike.policy.document.ActionSettings.LogDestination;
import io.shrike.policy.document.DestinationType;
import io.shrike.policy.document.ExecRules.ArgumentsMatch;
import io.shrike.policy.document.SyscallRules.Operator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads one of a few words. {@code noun} says what the words are, e.g. "severity". */
record Choice<T>(String noun, Map<String, T> words) implements Reader<T> {
    static final Choice<Severity> SEVERITY = lowerCase("a severity", Severity.values());
    static final Choice<Action> ACTION = lowerCase("an action", Action.values());
    static final Choice<FileOperation> FILE_EVENT = lowerCase("a file event", FileOperation.values());
    static final Choice<ArgumentsMatch> ARGUMENTS_MATCH =
            lowerCase("a way to match arguments", ArgumentsMatch.values());
    static final Choice<LogDestination> LOG_DESTINATION = lowerCase("a log destination", LogDestination.values());
    static final Choice<BlockAction> BLOCK_ACTION = lowerCase("a way to block", BlockAction.values());
    static final Choice<DestinationType> DESTINATION_TYPE =
            of("a destination type", DestinationType.values(), DestinationType::text);
    static final Choice<Operator> OPERATOR = of("an operator", Operator.values(), Choice::camelCase);
    static final Choice<String> FORMAT = of("a format", new String[] {"native", "ocsf"}, Function.identity());
    static final Choice<String> COMPRESSION = of("a compression", new String[] {"none", "gzip"}, Function.identity());
    static final Choice<String> FACILITY = of("a syslog facility", facilities(), Function.identity());
    static final Choice<String> EVENT_TYPE = eventTypes();

    /** The words are the names of the constants in lower case. */
    static <E extends Enum<E>> Choice<E> lowerCase(String noun, E[] values) {
        return of(noun, values, value -> value.name().toLowerCase(Locale.ROOT));
    }

    private static <E> Choice<E> of(String noun, E[] values, Function<E, String> word) {
        Map<String, E> words = new LinkedHashMap<>();
        for (E value : values) {
            words.put(word.apply(value), value);
        }
        return new Choice<>(noun, words);
    }

    /** Of RFC 5424, those that a program may use. */
    private static String[] facilities() {
        String names = "user daemon auth authpriv audit alert local0 local1 local2 local3 local4 local5 local6 local7";
        return names.split(" ", -1);
    }

    private static Choice<String> eventTypes() {
        List<String> types = new ArrayList<>(
                Arrays.stream(EventType.values()).map(EventType::wireName).toList());
        types.add("anomaly");
        return of("an event type", types.toArray(String[]::new), Function.identity());
    }

    private static String camelCase(Operator operator) {
        return switch (operator) {
            case EQUAL -> "equal";
            case NOT_EQUAL -> "notEqual";
            case ANY_BITS -> "anyBits";
            case ALL_BITS -> "allBits";
            case GREATER -> "greater";
            case LESS -> "less";
        };
    }

    /** The word for a value. */
    static <T> String word(Choice<T> choice, T value) {
        return choice.words().entrySet().stream()
                .filter(entry -> entry.getValue().equals(value))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public Optional<T> read(YamlNode node, String label, Problems problems) {
        if (node instanceof YamlNode.Broken) {
            return Optional.empty();
        }
        if (node instanceof YamlNode.Scalar scalar) {
            T value = words.get(scalar.text());
            if (value != null) {
                return Optional.of(value);
            }
            String hint = Names.hint(scalar.text(), words.keySet());
            problems.error(
                    node.position(), label + ": " + Quote.found(node) + " is not " + noun + hint + " " + allowed());
        } else {
            problems.error(
                    node.position(), label + ": expected " + noun + ", found " + Quote.found(node) + " " + allowed());
        }
        return Optional.empty();
    }

    private String allowed() {
        return "(allowed: " + String.join(", ", words.keySet()) + ")";
    }
}
