package io.shrike.policy.compile;

import io.shrike.model.ByteString;
import io.shrike.model.DigestNeed;
import io.shrike.model.Interest;
import io.shrike.model.RuleMatch;
import io.shrike.policy.document.ExecRules;
import io.shrike.policy.document.ExecRules.ArgumentsMatch;
import io.shrike.policy.document.ExecRules.EnvironmentCondition;
import io.shrike.policy.document.ExecRules.ExecConditions;
import io.shrike.policy.document.ExecRules.ExecRule;
import io.shrike.policy.document.Problem;
import io.shrike.policy.document.ProgramRule;
import io.shrike.policy.judge.ArgumentsCondition;
import io.shrike.policy.judge.DigestCondition;
import io.shrike.policy.judge.DigestTable;
import io.shrike.policy.judge.ExecEntry;
import io.shrike.policy.judge.Guard;
import io.shrike.policy.judge.VariableCondition;
import io.shrike.policy.match.GlobSyntaxException;
import io.shrike.policy.match.NameTable;
import io.shrike.policy.match.PathReach;
import io.shrike.policy.match.PathTable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compiles {@code processExecution}. */
final class ExecCompiler {
    private static final String ANY_NAME = "*";

    private final Spellings spellings;
    private final List<Problem> warnings;
    private final NameTables names;
    private final NameTable.Builder table = new NameTable.Builder();
    private final DigestTable.Builder digests = new DigestTable.Builder();
    private final List<ExecEntry> entries = new ArrayList<>();
    private final List<Guard> reverseShells = new ArrayList<>();

    ExecCompiler(Spellings spellings, List<Problem> warnings) {
        this.spellings = spellings;
        this.warnings = warnings;
        this.names = new NameTables(spellings);
    }

    void add(ExecRules rules, DocumentScope scope) {
        rules.reverseShell().ifPresent(rule -> reverseShell(rule, scope));
        for (ExecRule rule : rules.trackedExecutables()) {
            scope.match(rule.source(), rule.severity(), rule.action()).ifPresent(match -> {
                try {
                    add(rule, entry(rule, match, digest(rule, scope)));
                    scope.need(rule.source(), scope.enforces(rule.action()), interests(rule.conditions()));
                } catch (GlobSyntaxException e) {
                    warnings.add(Problem.warning(
                            rule.source().position(),
                            rule.source().rule() + ": the rule is left out: " + e.getMessage()));
                }
            });
        }
    }

    private void add(ExecRule rule, ExecEntry entry) {
        if (entry.digest().need() != DigestNeed.NONE && rule.name().equals(ANY_NAME)) {
            digests.add(entry.digest(), entries.size());
        } else {
            names.add(table, rule.name(), entries.size());
        }
        entries.add(entry);
    }

    private static DigestCondition digest(ExecRule rule, DocumentScope scope) {
        List<String> digests = rule.conditions().sha256();
        if (digests.isEmpty()) {
            return DigestCondition.NONE;
        }
        return new DigestCondition(
                Set.copyOf(digests), scope.enforces(rule.action()) ? DigestNeed.BEFORE : DigestNeed.AFTERWARDS);
    }

    private void reverseShell(ProgramRule rule, DocumentScope scope) {
        Guard guard = names.guard(rule, false, scope);
        if (guard.violation().isPresent()) {
            reverseShells.add(guard);
            scope.need(rule.source(), scope.enforces(rule.action()), EnumSet.of(Interest.EXEC, Interest.EXEC_SOCKETS));
        }
    }

    private static Set<Interest> interests(ExecConditions conditions) {
        Set<Interest> interests = EnumSet.of(Interest.EXEC);
        if (!conditions.environment().isEmpty()) {
            interests.add(Interest.EXEC_ENVIRONMENT);
        }
        if (!conditions.sha256().isEmpty()) {
            interests.add(Interest.EXEC_DIGEST);
        }
        return interests;
    }

    private ExecEntry entry(ExecRule rule, RuleMatch match, DigestCondition digest) {
        ExecConditions conditions = rule.conditions();
        boolean all = rule.argumentsMatch() == ArgumentsMatch.ALL;
        return new ExecEntry(
                match,
                rule.arguments().isEmpty() ? ArgumentsCondition.NONE : new ArgumentsCondition(rule.arguments(), all),
                rule.captureArguments(),
                names.of(conditions.parents()),
                conditions.users(),
                directories(conditions.workingDirectories()),
                conditions.environment().stream().map(ExecCompiler::variable).toList(),
                conditions.fileless(),
                conditions.newBinary(),
                digest);
    }

    private static VariableCondition variable(EnvironmentCondition condition) {
        return new VariableCondition(condition.name(), condition.value().orElse("*"));
    }

    private Optional<PathTable> directories(List<String> globs) {
        if (globs.isEmpty()) {
            return Optional.empty();
        }
        PathTable.Builder builder = new PathTable.Builder();
        for (String text : globs) {
            for (ByteString glob : spellings.of(text)) {
                builder.add(glob, PathReach.SELF, 0);
            }
        }
        return Optional.of(builder.build());
    }

    List<Guard> reverseShells() {
        return reverseShells;
    }

    List<ExecEntry> entries() {
        return entries;
    }

    DigestTable digests() {
        return digests.build();
    }

    NameTable table() {
        return table.build();
    }
}
