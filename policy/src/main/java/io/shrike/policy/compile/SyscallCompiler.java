package io.shrike.policy.compile;

import io.shrike.model.Interest;
import io.shrike.model.RuleMatch;
import io.shrike.policy.document.PolicyDocument;
import io.shrike.policy.document.RuleSource;
import io.shrike.policy.document.SyscallRules;
import io.shrike.policy.document.SyscallRules.SyscallRule;
import io.shrike.policy.document.SyscallRules.TracedSyscalls;
import io.shrike.policy.judge.SyscallEntry;
import io.shrike.policy.judge.TracedEntry;
import io.shrike.policy.judge.TracedEntry.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Compiles {@code syscallFiltering}. */
final class SyscallCompiler {
    private static final String TRACED = "syscallFiltering.tracedSyscalls";

    private final List<SyscallEntry> entries = new ArrayList<>();
    private final List<TracedEntry> traced = new ArrayList<>();

    void add(SyscallRules rules, DocumentScope scope, NeedsCollector needs) {
        for (SyscallRule rule : rules.rules()) {
            scope.match(rule.source(), rule.severity(), rule.action())
                    .ifPresent(match -> entries.add(entry(match, rule, scope, needs)));
        }
        rules.tracedSyscalls().ifPresent(limit -> traced(limit, scope, needs));
    }

    private static SyscallEntry entry(RuleMatch match, SyscallRule rule, DocumentScope scope, NeedsCollector needs) {
        Set<String> calls = scope.needCalls(
                rule.source(), scope.enforces(rule.action()), calls(rule, scope), KernelTests.of(rule.arguments()));
        if (!rule.arguments().isEmpty()) {
            needs.needRawArguments(calls);
        }
        return new SyscallEntry(match, calls, rule.arguments());
    }

    /** A name stands for its family; with conditions on arguments only for itself, for the others have theirs elsewhere. */
    private static Set<String> calls(SyscallRule rule, DocumentScope scope) {
        return rule.arguments().isEmpty()
                ? scope.families().expandAll(rule.syscalls())
                : new TreeSet<>(rule.syscalls());
    }

    private void traced(TracedSyscalls limit, DocumentScope scope, NeedsCollector needs) {
        Set<String> names = scope.families().expandAll(limit.names());
        needs.allow(names);
        PolicyDocument document = scope.document();
        RuleSource source = new RuleSource(TRACED, limit.position(), List.of(), Labels.of(document));
        Optional<RuleMatch> match = scope.logged(source);
        if (match.isEmpty()) {
            return;
        }
        Set<Kind> covered = covered(document);
        if (limit.every()) {
            needs.needEverything();
        } else {
            Set<String> bare = new TreeSet<>(names);
            covered.forEach(kind -> bare.removeAll(scope.families().expandAll(calls(kind))));
            scope.needCalls(source, false, bare, List.of());
        }
        traced.add(new TracedEntry(match.get(), names, limit.every(), covered));
    }

    /** The calls whose activities are of this kind: the section that covers it says when it needs them. */
    private static List<String> calls(Kind kind) {
        return EnumSet.allOf(Interest.class).stream()
                .filter(interest -> kindOf(interest) == kind)
                .flatMap(interest -> InterestCalls.of(interest).stream())
                .toList();
    }

    private static Kind kindOf(Interest interest) {
        return switch (interest) {
            case FILE_READ,
                    FILE_WRITE,
                    FILE_UNLINK,
                    FILE_CHMOD,
                    FILE_CHOWN,
                    FILE_RENAME,
                    FILE_XATTR,
                    FILE_IDENTITY,
                    OPEN_RESULT -> Kind.FILE;
            case EXEC, EXEC_ENVIRONMENT, EXEC_RESULT, EXEC_SOCKETS, EXEC_DIGEST -> Kind.EXEC;
            case CONNECT, CONNECT_RESULT, SEND, DNS, RAW_SOCKET, BIND, LISTEN, ACCEPT -> Kind.NETWORK;
            case LIBRARY -> Kind.LIBRARY;
        };
    }

    /** What the document's other sections decide about. */
    private static Set<Kind> covered(PolicyDocument document) {
        Set<Kind> covered = EnumSet.noneOf(Kind.class);
        document.files().ifPresent(_ -> covered.add(Kind.FILE));
        document.executions().ifPresent(_ -> covered.add(Kind.EXEC));
        document.network().ifPresent(_ -> covered.add(Kind.NETWORK));
        document.software().ifPresent(software -> {
            covered.add(Kind.EXEC);
            software.packageDatabases().ifPresent(_ -> covered.add(Kind.FILE));
            software.dynamicLibraries().ifPresent(_ -> covered.add(Kind.LIBRARY));
        });
        return covered;
    }

    List<SyscallEntry> entries() {
        return entries;
    }

    List<TracedEntry> traced() {
        return traced;
    }
}
