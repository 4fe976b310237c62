package io.shrike.policy.yaml;

import io.shrike.policy.document.Position;
import io.shrike.policy.document.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The problems of one file, each once, at most {@link #MOST} of them and a count of the rest. */
final class Problems {
    static final int MOST = 200;

    private final String file;
    private final Set<Problem> found = new LinkedHashSet<>();
    private boolean errors;
    private long more;

    Problems(String file) {
        this.file = file;
    }

    void error(Position position, String message) {
        errors = true;
        add(Problem.error(position, message));
    }

    void warning(Position position, String message) {
        add(Problem.warning(position, message));
    }

    void errorOfFile(String message) {
        errors = true;
        add(Problem.ofFile(file, message));
    }

    private void add(Problem problem) {
        if (found.size() < MOST) {
            found.add(problem);
        } else if (!found.contains(problem)) {
            more++;
        }
    }

    /** Nothing more will be shown: what is reported from now on is counted only. */
    boolean isFull() {
        return found.size() >= MOST;
    }

    boolean hasErrors() {
        return errors;
    }

    String file() {
        return file;
    }

    /** Everything found, in the order of the text. */
    List<Problem> inOrder() {
        List<Problem> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
        if (more > 0) {
            Problem.Kind kind = errors ? Problem.Kind.ERROR : Problem.Kind.WARNING;
            sorted.add(new Problem(file, 0, 0, kind, more + " more problems are not shown"));
        }
        return List.copyOf(sorted);
    }
}
