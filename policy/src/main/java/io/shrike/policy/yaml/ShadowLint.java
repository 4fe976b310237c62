package io.shrike.policy.yaml;

import io.shrike.policy.document.ExecRules.ExecConditions;
import io.shrike.policy.document.ExecRules.ExecRule;
import io.shrike.policy.document.FileRules.FileRule;
import io.shrike.policy.document.FileRules.ProcessScope;
import io.shrike.policy.document.PolicyDocument;
import io.shrike.policy.document.RuleSource;
import io.shrike.policy.document.SyscallRules.SyscallRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Warns of a rule that an earlier one covers: whatever it matches, the earlier one matches too, with a severity, an action
 * and marks that are no less. Looks at a bounded number of earlier rules of the same name, so that its cost stays linear.
 */
final class ShadowLint {
    private static final int MOST_OF_A_NAME = 8;

    private final Problems problems;

    private ShadowLint(Problems problems) {
        this.problems = problems;
    }

    static void check(PolicyDocument document, Problems problems) {
        ShadowLint lint = new ShadowLint(problems);
        document.files().ifPresent(files -> lint.checkFiles(files.paths()));
        document.executions().ifPresent(executions -> lint.checkExecutions(executions.trackedExecutables()));
        document.syscalls().ifPresent(syscalls -> lint.checkSyscalls(syscalls.rules()));
    }

    private void checkFiles(List<FileRule> rules) {
        Map<String, List<FileRule>> before = new HashMap<>();
        for (FileRule rule : rules) {
            covering(rule, before).ifPresent(by -> warn(rule.source(), by.source()));
            if (rule.exclude().isEmpty() && rule.processes().equals(ProcessScope.EVERYBODY)) {
                remember(before, rule.path(), rule);
            }
        }
    }

    private static Optional<FileRule> covering(FileRule rule, Map<String, List<FileRule>> before) {
        String path = rule.path();
        while (true) {
            boolean same = path.equals(rule.path());
            for (FileRule earlier : before.getOrDefault(path, List.of())) {
                boolean reaches = earlier.recursive() || (same && !rule.recursive());
                if (reaches && covers(earlier, rule)) {
                    return Optional.of(earlier);
                }
            }
            if (path.equals("/")) {
                return Optional.empty();
            }
            path = path.substring(0, Math.max(1, path.lastIndexOf('/')));
            path = path.endsWith("/") && path.length() > 1 ? path.substring(0, path.length() - 1) : path;
        }
    }

    private static boolean covers(FileRule earlier, FileRule rule) {
        return earlier.events().containsAll(rule.events())
                && earlier.severity().atLeast(rule.severity())
                && earlier.action().compareTo(rule.action()) >= 0
                && marks(earlier.source(), rule.source());
    }

    private void checkExecutions(List<ExecRule> rules) {
        Map<String, List<ExecRule>> before = new HashMap<>();
        for (ExecRule rule : rules) {
            before.getOrDefault(rule.name(), List.of()).stream()
                    .filter(earlier -> covers(earlier, rule))
                    .findFirst()
                    .ifPresent(by -> warn(rule.source(), by.source()));
            remember(before, rule.name(), rule);
        }
    }

    private static boolean covers(ExecRule earlier, ExecRule rule) {
        boolean anything = earlier.arguments().isEmpty() && earlier.conditions().equals(ExecConditions.NONE);
        boolean equal = earlier.arguments().equals(rule.arguments())
                && earlier.argumentsMatch() == rule.argumentsMatch()
                && earlier.conditions().equals(rule.conditions());
        return (anything || equal)
                && (earlier.captureArguments() || !rule.captureArguments())
                && earlier.severity().atLeast(rule.severity())
                && earlier.action().compareTo(rule.action()) >= 0
                && marks(earlier.source(), rule.source());
    }

    private void checkSyscalls(List<SyscallRule> rules) {
        Map<List<String>, List<SyscallRule>> before = new HashMap<>();
        for (SyscallRule rule : rules) {
            before.getOrDefault(rule.syscalls(), List.of()).stream()
                    .filter(earlier -> covers(earlier, rule))
                    .findFirst()
                    .ifPresent(by -> warn(rule.source(), by.source()));
            remember(before, rule.syscalls(), rule);
        }
    }

    private static boolean covers(SyscallRule earlier, SyscallRule rule) {
        return (earlier.arguments().isEmpty() || earlier.arguments().equals(rule.arguments()))
                && earlier.severity().atLeast(rule.severity())
                && earlier.action().compareTo(rule.action()) >= 0
                && marks(earlier.source(), rule.source());
    }

    private static boolean marks(RuleSource earlier, RuleSource rule) {
        return earlier.mitre().containsAll(rule.mitre()) && earlier.tags().containsAll(rule.tags());
    }

    private static <K, R> void remember(Map<K, List<R>> before, K key, R rule) {
        List<R> rules = before.computeIfAbsent(key, _ -> new ArrayList<>(1));
        if (rules.size() < MOST_OF_A_NAME) {
            rules.add(rule);
        }
    }

    private void warn(RuleSource rule, RuleSource by) {
        String place = by.rule() + " at line " + by.position().line();
        problems.warning(rule.position(), rule.rule() + ": adds nothing, " + place + " covers it");
    }
}
