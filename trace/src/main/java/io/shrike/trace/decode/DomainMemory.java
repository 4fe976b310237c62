package io.shrike.trace.decode;

import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * The name each process last asked DNS for. A connect soon after is taken to be about that name; answers are not seen, so
 * this is the best that the questions can tell. Bounded; the oldest process is forgotten first.
 */
final class DomainMemory {
    private static final int MAX_PROCESSES = 4096;
    private static final long NANOS_BELIEVED = 10_000_000_000L;

    private final LinkedHashMap<Integer, Question> byProcess = new LinkedHashMap<>();

    private record Question(String name, long nanoTime) {}

    void asked(int pid, String name) {
        byProcess.remove(pid);
        if (byProcess.size() >= MAX_PROCESSES) {
            byProcess.pollFirstEntry();
        }
        byProcess.put(pid, new Question(name, System.nanoTime()));
    }

    Optional<String> recent(int pid) {
        Question question = byProcess.get(pid);
        if (question == null || System.nanoTime() - question.nanoTime >= NANOS_BELIEVED) {
            return Optional.empty();
        }
        return Optional.of(question.name);
    }
}
