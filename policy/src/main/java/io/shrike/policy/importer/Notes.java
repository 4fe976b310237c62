package io.shrike.policy.importer;

import io.shrike.policy.document.Position;
import io.shrike.policy.document.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the user is told about an import, each thing once. */
final class Notes {
    private final Set<Problem> found = new LinkedHashSet<>();

    void add(Position position, String message) {
        found.add(Problem.warning(position, message));
    }

    /** What the reader of YAML found wrong does not stop an import that can go on. */
    void add(Problem problem) {
        found.add(
                new Problem(problem.file(), problem.line(), problem.column(), Problem.Kind.WARNING, problem.message()));
    }

    List<Problem> inOrder() {
        List<Problem> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
        return sorted;
    }
}
