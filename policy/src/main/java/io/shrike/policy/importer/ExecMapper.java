package io.shrike.policy.importer;

import io.shrike.policy.importer.HookTable.OfExec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;

/** Selectors about starting programs into rules of {@code processExecution}. */
final class ExecMapper {
    private final OfExec meaning;

    ExecMapper(OfExec meaning) {
        this.meaning = meaning;
    }

    void map(Drafter drafter) {
        List<String> names = new ArrayList<>();
        List<List<String>> arguments = new ArrayList<>();
        for (Condition condition : drafter.selector().conditions()) {
            if (is(meaning.path(), condition)) {
                name(condition, names, drafter);
            } else if (is(meaning.arguments(), condition)) {
                argument(condition, arguments, drafter);
            } else {
                drafter.lost(condition, "rules about programs do not compare it");
            }
        }
        List<String> parents = parents(drafter);
        for (String name : names.isEmpty() ? List.of("*") : names) {
            SequencedMap<String, Out> keys = Drafter.keys();
            keys.put("name", new Out.Text(name));
            if (!arguments.isEmpty()) {
                keys.put(
                        "args",
                        Out.texts(arguments.stream().flatMap(List::stream).toList()));
            }
            if (arguments.size() > 1) {
                keys.put("argsMatch", new Out.Plain("all"));
            }
            if (meaning.arguments().isPresent()
                    && drafter.hook().declares(meaning.arguments().getAsInt())) {
                keys.put("captureArgs", new Out.Plain("true"));
            }
            if (!parents.isEmpty()) {
                keys.put("parent", Out.texts(parents));
            }
            drafter.draft(Section.EXECUTIONS, keys);
        }
    }

    private static boolean is(OptionalInt index, Condition condition) {
        return index.isPresent() && index.getAsInt() == condition.index();
    }

    private static void name(Condition condition, List<String> names, Drafter drafter) {
        if (!condition.operator().isPositive() || !names.isEmpty()) {
            drafter.lost(condition, "a rule names one program, and none that it leaves out");
            return;
        }
        for (String value : condition.values()) {
            Optional<String> glob = PathGlobs.program(condition.operator(), value);
            glob.ifPresentOrElse(names::add, () -> drafter.lost(condition, value + " names no program"));
        }
    }

    /** Of one condition any value must appear; of several conditions all, each with one value. */
    private static void argument(Condition condition, List<List<String>> arguments, Drafter drafter) {
        List<String> globs = condition.values().stream()
                .flatMap(value -> PathGlobs.text(condition.operator(), value).stream())
                .toList();
        boolean fits =
                arguments.isEmpty() || (globs.size() == 1 && arguments.stream().allMatch(other -> other.size() == 1));
        if (globs.isEmpty() || globs.size() != condition.values().size() || !fits) {
            drafter.lost(condition, "arguments are compared with any of a list, or all of it");
            return;
        }
        arguments.add(globs);
    }

    /** The program that starts another is the parent of what comes of it, unless it does without a fork. */
    private static List<String> parents(Drafter drafter) {
        Selector selector = drafter.selector();
        if (!selector.exclude().isEmpty()) {
            drafter.fit()
                    .lost(
                            selector.position(),
                            "matchBinaries: left out: a rule cannot name the programs that may start others");
        }
        if (!selector.parents().isEmpty()) {
            if (!selector.include().isEmpty()) {
                drafter.fit()
                        .lost(selector.position(), "matchBinaries: left out: the rule's parent is matchParentBinaries");
            }
            return selector.parents();
        }
        if (!selector.include().isEmpty()) {
            drafter.fit()
                    .note(
                            selector.position(),
                            "matchBinaries: taken as the parent: a program that replaces itself without a fork is not"
                                    + " matched");
        }
        return selector.include();
    }
}
