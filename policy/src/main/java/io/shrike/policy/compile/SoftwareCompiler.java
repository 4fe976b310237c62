package io.shrike.policy.compile;

import io.shrike.model.ByteString;
import io.shrike.model.Interest;
import io.shrike.model.RuleMatch;
import io.shrike.policy.document.SoftwareRules;
import io.shrike.policy.document.SoftwareRules.LibraryRule;
import io.shrike.policy.document.SoftwareRules.PackageDatabaseRule;
import io.shrike.policy.document.SoftwareRules.PackageManagerRule;
import io.shrike.policy.judge.DatabaseEntry;
import io.shrike.policy.judge.LibraryEntry;
import io.shrike.policy.judge.SoftwareEntry;
import io.shrike.policy.match.PathReach;
import io.shrike.policy.match.PathTable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** Compiles {@code softwareInstallation}. */
final class SoftwareCompiler {
    private final Spellings spellings;
    private final List<List<SoftwareEntry>> managers = new ArrayList<>();
    private final List<DatabaseEntry> databases = new ArrayList<>();
    private final List<LibraryEntry> libraries = new ArrayList<>();

    SoftwareCompiler(Spellings spellings) {
        this.spellings = spellings;
    }

    void add(SoftwareRules rules, DocumentScope scope) {
        List<SoftwareEntry> entries = new ArrayList<>();
        rules.packageManagers().forEach(rule -> manager(rule, scope).ifPresent(entries::add));
        if (!entries.isEmpty()) {
            managers.add(entries);
        }
        rules.packageDatabases().ifPresent(rule -> database(rule, scope));
        rules.dynamicLibraries().ifPresent(rule -> library(rule, scope));
    }

    private static Optional<SoftwareEntry> manager(PackageManagerRule rule, DocumentScope scope) {
        Optional<RuleMatch> match = scope.match(rule.source(), rule.severity(), rule.action());
        match.ifPresent(_ -> scope.need(rule.source(), scope.enforces(rule.action()), EnumSet.of(Interest.EXEC)));
        return match.map(told -> new SoftwareEntry(told, rule.name(), rule.commands()));
    }

    private void database(PackageDatabaseRule rule, DocumentScope scope) {
        scope.match(rule.source(), rule.severity(), rule.action()).ifPresent(match -> {
            databases.add(new DatabaseEntry(match));
            scope.need(
                    rule.source(),
                    scope.enforces(rule.action()),
                    EnumSet.of(Interest.FILE_WRITE, Interest.FILE_UNLINK, Interest.FILE_RENAME));
        });
    }

    private void library(LibraryRule rule, DocumentScope scope) {
        scope.match(rule.source(), rule.severity(), rule.action()).ifPresent(match -> {
            PathTable.Builder paths = new PathTable.Builder();
            for (String text : rule.paths()) {
                for (ByteString glob : spellings.of(text)) {
                    paths.add(glob, PathReach.BELOW, 0);
                }
            }
            libraries.add(new LibraryEntry(match, paths.build()));
            scope.need(rule.source(), scope.enforces(rule.action()), EnumSet.of(Interest.LIBRARY));
        });
    }

    List<List<SoftwareEntry>> managers() {
        return managers;
    }

    List<DatabaseEntry> databases() {
        return databases;
    }

    List<LibraryEntry> libraries() {
        return libraries;
    }
}
