package io.shrike.policy.importer;

import io.shrike.policy.importer.HookTable.OfFile;
import io.shrike.policy.importer.PathGlobs.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Selectors about files into rules of {@code fileIntegrityMonitoring}. */
final class FileMapper {
    private static final Target EVERYTHING = new Target("/", true, true);

    private final OfFile meaning;
    /** What earlier selectors of the hook said is not to be reported. */
    private final List<String> exemptPrograms = new ArrayList<>();

    private final List<String> exemptFiles = new ArrayList<>();

    FileMapper(OfFile meaning) {
        this.meaning = meaning;
    }

    boolean isPath(Condition condition) {
        boolean text = condition.operator().isAboutText() && meaning.paths().contains(condition.index());
        boolean descriptor = condition.argument().type().equals("int") || condition.isNumeric();
        return text && !descriptor;
    }

    boolean isMode(Condition condition) {
        return meaning.mode().isPresent() && condition.index() == meaning.mode().getAsInt();
    }

    void map(Drafter drafter) {
        Fit fit = drafter.fit();
        drafter.parentsAreLost();
        List<String> events = new ArrayList<>(meaning.events());
        List<Target> targets = new ArrayList<>();
        List<String> exclude = new ArrayList<>(exemptFiles);
        for (Condition condition : drafter.selector().conditions()) {
            if (isPath(condition)) {
                path(condition, targets, exclude, drafter);
            } else if (isMode(condition)) {
                Optional<List<String>> narrowed = FileModes.events(meaning.kind(), condition);
                narrowed.ifPresentOrElse(events::retainAll, () -> drafter.lost(condition, "no event says the same"));
            } else {
                drafter.lost(condition, "rules about files do not compare it");
            }
        }
        if (events.isEmpty()) {
            fit.lost(
                    drafter.selector().position(),
                    "the conditions leave no event over: all events of the hook are taken");
            events.addAll(meaning.events());
        }
        for (Target target : targets.isEmpty() ? List.of(EVERYTHING) : targets) {
            drafter.draft(Section.FILES, keys(target, exclude, drafter.selector()), events);
        }
    }

    private SequencedMap<String, Out> keys(Target target, List<String> exclude, Selector selector) {
        SequencedMap<String, Out> keys = Drafter.keys();
        keys.put("path", new Out.Text(target.glob()));
        if (target.recursive()) {
            keys.put("recursive", new Out.Plain("true"));
        }
        if (!exclude.isEmpty()) {
            keys.put("exclude", Out.texts(exclude));
        }
        List<String> programs = new ArrayList<>(selector.exclude());
        programs.addAll(exemptPrograms);
        programs(keys, selector.include(), programs);
        return keys;
    }

    /** Puts the programs that count, and those that do not, where there are any. */
    static void programs(SequencedMap<String, Out> rule, List<String> include, List<String> exclude) {
        SequencedMap<String, Out> keys = Drafter.keys();
        if (!include.isEmpty()) {
            keys.put("include", Out.texts(include));
        }
        if (!exclude.isEmpty()) {
            keys.put("exclude", Out.texts(exclude));
        }
        if (!keys.isEmpty()) {
            rule.put("processes", new Out.Table(keys));
        }
    }

    private static void path(Condition condition, List<Target> targets, List<String> exclude, Drafter drafter) {
        if (!condition.operator().isPositive()) {
            exclude.addAll(excluded(condition, drafter));
        } else if (targets.isEmpty()) {
            targets.addAll(included(condition, drafter));
        } else if (condition.operator() == Operator.POSTFIX
                && targets.stream()
                        .allMatch(target -> target.recursive()
                                && PathGlobs.literal(target.glob()).equals(target.glob()))) {
            List<Target> narrowed = targets.stream()
                    .flatMap(target -> condition.values().stream()
                            .map(value -> new Target(PathGlobs.below(target.glob(), value), false, true)))
                    .toList();
            targets.clear();
            targets.addAll(narrowed);
        } else {
            drafter.lost(condition, "a rule has one path");
        }
    }

    private static List<Target> included(Condition condition, Drafter drafter) {
        List<Target> targets = new ArrayList<>();
        for (String value : condition.values()) {
            Optional<Target> target = PathGlobs.files(condition.operator(), value);
            if (target.isEmpty()) {
                drafter.lost(condition, value + " names no file");
                continue;
            }
            if (!target.get().exact()) {
                drafter.fit().lost(condition.position(), value + " is a relative name: taken as any file of that name");
            }
            targets.add(target.get());
        }
        return targets;
    }

    private static List<String> excluded(Condition condition, Drafter drafter) {
        List<String> globs = new ArrayList<>();
        for (String value : condition.values()) {
            Optional<Target> target =
                    PathGlobs.files(condition.operator(), value).filter(Target::exact);
            target.ifPresentOrElse(
                    found -> globs.add(found.glob()), () -> drafter.lost(condition, value + " names no file"));
        }
        return globs;
    }

    /** Whether what the selector matches can be left out of the hook's later rules; if so, it will be. */
    boolean exempt(Selector selector) {
        if (selector.fit().isWider()) {
            return false;
        }
        List<Condition> conditions = selector.conditions();
        if (conditions.isEmpty()
                && selector.exclude().isEmpty()
                && !selector.include().isEmpty()) {
            exemptPrograms.addAll(selector.include());
            return true;
        }
        if (selector.namesPrograms() || conditions.size() != 1 || !isPath(conditions.getFirst())) {
            return false;
        }
        List<Target> targets = conditions.getFirst().values().stream()
                .flatMap(value -> PathGlobs.files(conditions.getFirst().operator(), value).stream())
                .filter(Target::exact)
                .toList();
        boolean positive = conditions.getFirst().operator().isPositive();
        if (!positive || targets.size() != conditions.getFirst().values().size()) {
            return false;
        }
        targets.forEach(target -> exemptFiles.add(target.glob()));
        return true;
    }
}
