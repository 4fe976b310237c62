package io.shrike.app.events;

import io.shrike.model.Severity;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which events are wanted. Empty sets and lists are no limit; {@code since} and {@code until} belong to it. */
public record Selection(
        Set<String> types,
        Severity least,
        List<String> processes,
        List<String> paths,
        Optional<Instant> since,
        Optional<Instant> until) {
    public Selection {
        types = Set.copyOf(types);
        processes = List.copyOf(processes);
        paths = List.copyOf(paths);
    }

    public boolean wants(RecordedLine line) {
        return (types.isEmpty() || types.contains(line.text("eventType")))
                && severity(line).atLeast(least)
                && (processes.isEmpty() || processes.stream().anyMatch(glob -> isOfProcess(line, glob)))
                && (paths.isEmpty()
                        || paths.stream()
                                .map(Glob::new)
                                .anyMatch(glob -> line.paths().anyMatch(glob::matches)))
                && since.filter(line.time()::isBefore).isEmpty()
                && until.filter(line.time()::isAfter).isEmpty();
    }

    private static boolean isOfProcess(RecordedLine line, String glob) {
        return line.executables().anyMatch(new Glob(glob)::matches);
    }

    private static Severity severity(RecordedLine line) {
        return Arrays.stream(Severity.values())
                .filter(one -> one.name().equalsIgnoreCase(line.text("severity")))
                .findFirst()
                .orElse(Severity.LOW);
    }
}
