package io.shrike.policy.yaml;

import io.shrike.model.FileOperation;
import io.shrike.policy.document.FileRules.FileRule;
import io.shrike.policy.document.PolicyDocument;
import io.shrike.policy.document.Position;
import io.shrike.policy.document.RuleSource;
import io.shrike.policy.document.SyscallRules.SyscallRule;
import io.shrike.policy.document.SyscallRules.TracedSyscalls;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Warns of rules whose system calls {@code tracedSyscalls} leaves out. */
final class TracedLint {
    private static final List<List<String>> FAMILIES = List.of(
            List.of("open", "openat", "openat2", "creat"),
            List.of("truncate", "ftruncate", "truncate64", "ftruncate64"),
            List.of("unlink", "unlinkat", "rmdir"),
            List.of("rename", "renameat", "renameat2"),
            List.of("link", "linkat"),
            List.of("symlink", "symlinkat"),
            List.of("mknod", "mknodat"),
            List.of("mkdir", "mkdirat"),
            List.of("chmod", "fchmod", "fchmodat", "fchmodat2"),
            List.of("chown", "fchown", "lchown", "fchownat", "chown32", "fchown32", "lchown32"),
            List.of("setxattr", "lsetxattr", "fsetxattr", "setxattrat"),
            List.of("removexattr", "lremovexattr", "fremovexattr", "removexattrat"),
            List.of("execve", "execveat"),
            List.of("sendto", "sendmsg", "sendmmsg"),
            List.of("accept", "accept4"),
            List.of("mmap", "mmap2"),
            List.of("clone", "clone3"));

    private final Set<String> traced;
    private final Position position;
    private final Problems problems;

    private TracedLint(TracedSyscalls limit, Problems problems) {
        this.traced =
                limit.names().stream().flatMap(name -> family(name).stream()).collect(Collectors.toUnmodifiableSet());
        this.position = limit.position();
        this.problems = problems;
    }

    private static List<String> family(String name) {
        return FAMILIES.stream()
                .filter(family -> family.contains(name))
                .findFirst()
                .orElse(List.of(name));
    }

    static void check(PolicyDocument document, Problems problems) {
        Optional<TracedSyscalls> limit =
                document.syscalls().flatMap(s -> s.tracedSyscalls()).filter(l -> !l.every());
        limit.ifPresent(l -> new TracedLint(l, problems).check(document));
    }

    private void check(PolicyDocument document) {
        document.files().ifPresent(files -> checkFiles(files.paths()));
        document.executions()
                .ifPresent(executions -> checkNames(
                        Stream.concat(
                                        executions.trackedExecutables().stream().map(rule -> rule.source()),
                                        executions.reverseShell().stream().map(rule -> rule.source()))
                                .toList(),
                        List.of("execve")));
        document.network()
                .flatMap(n -> n.outbound())
                .ifPresent(outbound -> checkNames(List.of(outbound.source()), List.of("connect", "sendto")));
        document.network()
                .flatMap(n -> n.inbound())
                .ifPresent(inbound -> checkNames(List.of(inbound.source()), List.of("listen", "bind")));
        document.software().ifPresent(software -> {
            checkNames(
                    software.packageManagers().stream()
                            .map(rule -> rule.source())
                            .toList(),
                    List.of("execve"));
            software.packageDatabases()
                    .ifPresent(rule -> checkNames(List.of(rule.source()), List.of("open", "rename")));
            software.dynamicLibraries().ifPresent(rule -> checkNames(List.of(rule.source()), List.of("mmap")));
        });
        document.syscalls().ifPresent(syscalls -> syscalls.rules().forEach(this::checkRule));
    }

    private void checkFiles(List<FileRule> rules) {
        for (FileOperation operation : EnumSet.allOf(FileOperation.class)) {
            List<String> needed = syscallsOf(operation);
            Optional<FileRule> first = rules.stream()
                    .filter(rule -> rule.events().contains(operation))
                    .findFirst();
            if (first.isPresent() && isBlind(needed)) {
                RuleSource source = first.get().source();
                String event = Choice.word(Choice.FILE_EVENT, operation);
                problems.warning(
                        source.position(), source.rule() + ": the event " + event + " never comes, " + limit(needed));
            }
        }
    }

    private static List<String> syscallsOf(FileOperation operation) {
        return switch (operation) {
            case OPEN -> List.of("open");
            case WRITE -> List.of("open", "truncate", "rename", "link", "symlink", "mknod", "mkdir", "fallocate");
            case UNLINK -> List.of("unlink", "rename");
            case CHMOD -> List.of("chmod");
            case CHOWN -> List.of("chown");
            case RENAME -> List.of("rename");
            case XATTR -> List.of("setxattr", "removexattr");
        };
    }

    private void checkNames(List<RuleSource> rules, List<String> needed) {
        if (!rules.isEmpty() && isBlind(needed)) {
            RuleSource first = rules.getFirst();
            String others = rules.size() == 1 ? "" : " (and " + (rules.size() - 1) + " more)";
            problems.warning(first.position(), first.rule() + others + ": can never fire, " + limit(needed));
        }
    }

    private void checkRule(SyscallRule rule) {
        if (isBlind(rule.syscalls())) {
            checkNames(List.of(rule.source()), rule.syscalls());
        }
    }

    private boolean isBlind(List<String> needed) {
        return needed.stream().flatMap(name -> family(name).stream()).noneMatch(traced::contains);
    }

    private String limit(List<String> needed) {
        List<String> names = new ArrayList<>();
        needed.forEach(name -> names.addAll(family(name)));
        return "tracedSyscalls at line " + position.line() + " has none of " + String.join(", ", names);
    }
}
