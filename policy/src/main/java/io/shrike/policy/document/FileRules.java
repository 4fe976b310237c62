package io.shrike.policy.document;

import io.shrike.model.Action;
import io.shrike.model.FileOperation;
import io.shrike.model.Severity;
import java.util.List;
import java.util.Set;

/** The section {@code fileIntegrityMonitoring}. */
public record FileRules(List<FileRule> paths) {
    public FileRules {
        paths = List.copyOf(paths);
    }

    /**
     * One file rule. {@code path} and {@code exclude} are absolute globs without {@code .}, {@code ..},
     * {@code //} or a trailing slash (except {@code /} itself). {@code recursive}: everything below; otherwise the path
     * itself and, if it is a directory, its direct entries.
     */
    public record FileRule(
            RuleSource source,
            String path,
            boolean recursive,
            List<String> exclude,
            Set<FileOperation> events,
            ProcessScope processes,
            Severity severity,
            Action action) {
        public FileRule {
            exclude = List.copyOf(exclude);
            events = Set.copyOf(events);
        }
    }

    /** Whose doing counts: globs of the executable. An empty {@code include} is everybody; {@code exclude} wins. */
    public record ProcessScope(List<String> include, List<String> exclude) {
        public static final ProcessScope EVERYBODY = new ProcessScope(List.of(), List.of());

        public ProcessScope {
            include = List.copyOf(include);
            exclude = List.copyOf(exclude);
        }
    }
}
