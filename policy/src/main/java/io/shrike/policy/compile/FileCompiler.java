package io.shrike.policy.compile;

import io.shrike.model.ByteString;
import io.shrike.model.FileOperation;
import io.shrike.model.Interest;
import io.shrike.model.RuleMatch;
import io.shrike.policy.document.FileRules;
import io.shrike.policy.document.FileRules.FileRule;
import io.shrike.policy.document.Problem;
import io.shrike.policy.judge.FileEntry;
import io.shrike.policy.match.FileIdentities;
import io.shrike.policy.match.GlobSyntaxException;
import io.shrike.policy.match.PathReach;
import io.shrike.policy.match.PathTable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compiles {@code fileIntegrityMonitoring}. */
final class FileCompiler {
    private final Spellings spellings;
    private final List<Problem> warnings;
    private final NameTables names;
    private final PathTable.Builder table = new PathTable.Builder();
    private final List<FileEntry> entries = new ArrayList<>();
    private final Set<ByteString> exact = new HashSet<>();

    FileCompiler(Spellings spellings, List<Problem> warnings) {
        this.spellings = spellings;
        this.warnings = warnings;
        this.names = new NameTables(spellings);
    }

    void add(FileRules rules, DocumentScope scope) {
        for (FileRule rule : rules.paths()) {
            scope.match(rule.source(), rule.severity(), rule.action()).ifPresent(match -> {
                try {
                    boolean exactly = add(rule, match);
                    Set<Interest> interests = interests(rule.events());
                    if (exactly && rule.events().stream().anyMatch(FileCompiler::isAboutTheFile)) {
                        interests.add(Interest.FILE_IDENTITY);
                    }
                    scope.need(rule.source(), scope.enforces(rule.action()), interests);
                } catch (GlobSyntaxException e) {
                    warnings.add(Problem.warning(
                            rule.source().position(),
                            rule.source().rule() + ": the rule is left out: " + e.getMessage()));
                }
            });
        }
    }

    /** Under whatever name; the others are about the name itself. */
    private static boolean isAboutTheFile(FileOperation operation) {
        return switch (operation) {
            case OPEN, WRITE, CHMOD, CHOWN, XATTR -> true;
            case UNLINK, RENAME -> false;
        };
    }

    /** Whether the rule names something without globs. */
    private boolean add(FileRule rule, RuleMatch match) {
        FileEntry entry = new FileEntry(
                match,
                rule.events(),
                excluded(rule.exclude()),
                names.of(rule.processes().include()),
                names.of(rule.processes().exclude()));
        int number = entries.size();
        boolean exactly = false;
        for (ByteString glob : spellings.of(rule.path())) {
            table.add(glob, rule.recursive() ? PathReach.BELOW : PathReach.ENTRIES, number);
            if (Spellings.isLiteral(glob)) {
                exact.add(glob);
                exactly = true;
            }
        }
        entries.add(entry);
        return exactly;
    }

    /** An exclude covers what its glob names and what lies below. */
    private Optional<PathTable> excluded(List<String> globs) {
        if (globs.isEmpty()) {
            return Optional.empty();
        }
        PathTable.Builder builder = new PathTable.Builder();
        for (String text : globs) {
            for (ByteString glob : spellings.of(text)) {
                builder.add(glob, PathReach.BELOW, 0);
            }
        }
        return Optional.of(builder.build());
    }

    private static Set<Interest> interests(Set<FileOperation> events) {
        Set<Interest> interests = EnumSet.noneOf(Interest.class);
        for (FileOperation event : events) {
            interests.add(
                    switch (event) {
                        case OPEN -> Interest.FILE_READ;
                        case WRITE -> Interest.FILE_WRITE;
                        case UNLINK -> Interest.FILE_UNLINK;
                        case CHMOD -> Interest.FILE_CHMOD;
                        case CHOWN -> Interest.FILE_CHOWN;
                        case RENAME -> Interest.FILE_RENAME;
                        case XATTR -> Interest.FILE_XATTR;
                    });
        }
        return interests;
    }

    List<FileEntry> entries() {
        return entries;
    }

    PathTable table() {
        return table.build();
    }

    FileIdentities identities() {
        return new FileIdentities(exact);
    }
}
