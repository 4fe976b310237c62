package io.shrike.policy.importer;

import io.shrike.policy.document.Position;
import java.util.List;

/**
 * One selector of a hook. The lists are globs of executables; what else it asks for is lost in {@code fit} already.
 *
 * @param include the programs that count; empty is all
 * @param exclude the programs that do not count
 * @param parents the parents that count; empty is all
 * @param silent what matches is not reported, and nothing else is done either
 */
record Selector(
        Position position,
        String place,
        List<Condition> conditions,
        List<String> include,
        List<String> exclude,
        List<String> parents,
        Response response,
        boolean silent,
        Fit fit) {
    Selector {
        conditions = List.copyOf(conditions);
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        parents = List.copyOf(parents);
    }

    boolean namesPrograms() {
        return !include.isEmpty() || !exclude.isEmpty();
    }
}
