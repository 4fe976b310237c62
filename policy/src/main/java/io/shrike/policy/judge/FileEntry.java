package io.shrike.policy.judge;

import io.shrike.model.ByteString;
import io.shrike.model.Field;
import io.shrike.model.FileOperation;
import io.shrike.model.RuleMatch;
import io.shrike.policy.match.NameTable;
import io.shrike.policy.match.PathTable;
import io.shrike.policy.match.RuleHits;
import java.util.Optional;
import java.util.Set;

/**
 * What a file rule says beyond its path.
 *
 * @param excluded the globs that are not reported
 * @param include the executables whose doing counts; empty is everybody
 * @param exclude the executables whose doing does not count; it wins
 */
public record FileEntry(
        RuleMatch match,
        Set<FileOperation> events,
        Optional<PathTable> excluded,
        Optional<NameTable> include,
        Optional<NameTable> exclude) {
    public FileEntry {
        events = Set.copyOf(events);
    }

    boolean excludes(ByteString path) {
        return excluded.isPresent() && matches(excluded.get(), path);
    }

    private static boolean matches(PathTable table, ByteString path) {
        RuleHits hits = new RuleHits(1);
        table.match(path, hits);
        return !hits.isEmpty();
    }

    boolean everybody() {
        return include.isEmpty() && exclude.isEmpty();
    }

    /** Whether the rule is about what {@code executable} does; an unknown one counts as anybody's. */
    boolean covers(Field<ByteString> executable) {
        return executable
                .asOptional()
                .map(path -> include.map(names -> Names.match(names, path)).orElse(true)
                        && !exclude.map(names -> Names.match(names, path)).orElse(false))
                .orElse(true);
    }
}
