package io.shrike.policy.judge;

import io.shrike.model.Activity.LibraryActivity;
import io.shrike.model.ByteString;
import io.shrike.model.EventType;
import io.shrike.model.Field;
import io.shrike.model.Finding;
import io.shrike.model.ProcessView;
import io.shrike.policy.match.RuleHits;
import java.util.List;
import java.util.Optional;

/**
 * Decides executable mappings of files: one below the paths of a rule counts when it was written after the watch began, one
 * outside them always. A program that maps its own file again loads no library.
 */
final class LibraryJudge {
    private final List<LibraryEntry> rules;
    private final RuleHits hits = new RuleHits(1);

    LibraryJudge(List<LibraryEntry> rules) {
        this.rules = List.copyOf(rules);
    }

    void judge(LibraryActivity activity, ProcessView process, Tally tally) {
        Field<ByteString> path = Paths.of(activity.library());
        if (!activity.newBinary() && path.equals(process.executable())) {
            return;
        }
        for (LibraryEntry rule : rules) {
            if (activity.newBinary() || !isWhereLibrariesBelong(rule, path)) {
                tally.add(rule.match());
                tally.offer(EventType.SOFTWARE_INSTALLATION, loaded(path));
            }
        }
    }

    private boolean isWhereLibrariesBelong(LibraryEntry rule, Field<ByteString> path) {
        hits.clear();
        path.asOptional().ifPresent(known -> rule.paths().match(known, hits));
        return !hits.isEmpty();
    }

    private static Finding.Software loaded(Field<ByteString> path) {
        List<Finding.SoftwarePackage> library = path
                .asOptional()
                .map(known -> new Finding.SoftwarePackage(
                        known.baseName().escaped(), Optional.empty(), Optional.of(known.escaped())))
                .stream()
                .toList();
        return new Finding.Software("dynamic-library", "load", library);
    }
}
