package io.shrike.policy.document;

import io.shrike.model.Action;
import io.shrike.model.Severity;
import java.util.List;
import java.util.Optional;

/**
 * The section {@code processExecution}. {@code reverseShell}: a shell that starts with a network socket as its input or output
 * is told, unless the program that starts it is allowed to.
 */
public record ExecRules(List<ExecRule> trackedExecutables, Optional<ProgramRule> reverseShell) {
    public ExecRules {
        trackedExecutables = List.copyOf(trackedExecutables);
    }

    /**
     * One entry of {@code trackedExecutables}. {@code name} is a base name, an absolute path, or a glob of either
     * ({@code *} where the text gives conditions only). No {@code arguments} means any.
     */
    public record ExecRule(
            RuleSource source,
            String name,
            List<String> arguments,
            ArgumentsMatch argumentsMatch,
            boolean captureArguments,
            ExecConditions conditions,
            Severity severity,
            Action action) {
        public ExecRule {
            arguments = List.copyOf(arguments);
        }
    }

    /** How many of a rule's arguments must appear. */
    public enum ArgumentsMatch {
        ANY,
        ALL
    }

    /**
     * What must hold besides the name; all of the conditions given, and of each list any entry. {@code parents} are names
     * as in {@link ExecRule#name}; {@code workingDirectories} are absolute globs; {@code fileless} and {@code newBinary}
     * are conditions only when true; {@code sha256} are lower-case hexadecimal.
     */
    public record ExecConditions(
            List<String> parents,
            List<UserRange> users,
            List<String> workingDirectories,
            List<EnvironmentCondition> environment,
            boolean fileless,
            boolean newBinary,
            List<String> sha256) {
        public static final ExecConditions NONE =
                new ExecConditions(List.of(), List.of(), List.of(), List.of(), false, false, List.of());

        public ExecConditions {
            parents = List.copyOf(parents);
            users = List.copyOf(users);
            workingDirectories = List.copyOf(workingDirectories);
            environment = List.copyOf(environment);
            sha256 = List.copyOf(sha256);
        }
    }

    /** User ids from {@code first} to {@code last}, both included; unsigned 32-bit as in uid_t. */
    public record UserRange(long first, long last) {
        public boolean contains(long uid) {
            return first <= uid && uid <= last;
        }
    }

    /** An environment variable that is set and, where a glob is given, whose value matches it. */
    public record EnvironmentCondition(String name, Optional<String> value) {}
}
