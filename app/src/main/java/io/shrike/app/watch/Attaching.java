package io.shrike.app.watch;

import io.shrike.linux.procfs.ProcReader;
import io.shrike.trace.attach.Attachments;
import io.shrike.trace.attach.Population.Inhabitant;
import io.shrike.trace.attach.ProcPopulation;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;

/**
 * Attaches to processes that run already: for each of them a guardian is started, a launcher that puts the filter into it and
 * connects to this sensor's socket. A thread named shrike-attach looks for processes every {@link #INTERVAL}.
 */
public final class Attaching implements Sidecar.Role {
    private static final Duration INTERVAL = Duration.ofMillis(200);

    /** An earlier sensor's guardians connect again within that. */
    private static final Duration RECONNECT = Duration.ofSeconds(1);

    private static final int MOST_GUARDIANS = 4096;
    private static final String ADOPT = "--adopt";
    private static final int GUARDIAN_WORDS = 5;
    private static final int COMMAND_LINE = 4096;

    private final Path launcher;
    private final Path socket;
    private final boolean all;
    private final PrintStream err;
    private final Attachments attachments;

    /** By the guardian's number. Owned by the thread shrike-attach. */
    private final Map<Integer, Guarded> guarded = new HashMap<>();

    /** Guardians of an earlier sensor that have not connected yet, with whom they adopted. Owned by the thread shrike-attach. */
    private final Map<Integer, Integer> inherited = new HashMap<>();

    private final ConcurrentLinkedQueue<Runnable> heard = new ConcurrentLinkedQueue<>();
    private final NotWatched notWatched;
    private volatile Optional<Sidecar> sidecar = Optional.empty();
    private boolean ending;

    /** {@code wanted} are the processes to attach to; {@code all}, that others may come at any time. */
    public Attaching(Path launcher, Path socket, IntPredicate wanted, boolean all, Set<Integer> ours, PrintStream err) {
        this.launcher = launcher;
        this.socket = socket;
        this.all = all;
        this.err = err;
        notWatched = new NotWatched(err);
        attachments = new Attachments(new ProcPopulation(), wanted, ours, new Found());
    }

    private record Guarded(Process guardian, int pid) {}

    private final class Found implements Attachments.Listener {
        @Override
        public void attach(Inhabitant process) {
            startGuardian(process.pid());
        }

        @Override
        public void unwatched(Inhabitant process, String why) {
            notWatched.tell(process, why, event -> sidecar.ifPresent(serving -> serving.submit(event)));
        }
    }

    @Override
    public String reason(int programs) {
        return "attached to " + programs + " processes, under seccomp user notification: the filter was put into them";
    }

    /** Each guardian is a connection. */
    @Override
    public int most() {
        return MOST_GUARDIANS;
    }

    @Override
    public String noSessions() {
        return "each process that appears is attached to";
    }

    @Override
    public void watched(int guardian, int program) {
        heard.add(() -> {
            inherited.remove(guardian);
            attachments.attached(program);
        });
    }

    @Override
    public boolean failed(int guardian, String why) {
        heard.add(() -> Optional.ofNullable(guarded.remove(guardian))
                .ifPresent(failed -> attachments.refused(failed.pid(), why)));
        return true;
    }

    private void buryGuardians() {
        guarded.values().removeIf(each -> {
            boolean ended = !each.guardian().isAlive();
            if (ended && attachments.isAttached(each.pid()) && Sidecar.isThere(each.pid())) {
                err.println("shrike: the guardian of process " + each.pid()
                        + " ended; it is watched, but its calls fail once this sensor is lost");
            } else if (ended) {
                attachments.refused(each.pid(), "its guardian ended");
            }
            return ended;
        });
        inherited.entrySet().removeIf(each -> {
            boolean ended = !Sidecar.isThere(each.getKey());
            if (ended) {
                attachments.forget(each.getValue());
            }
            return ended;
        });
    }

    /** Begins to look, for what {@code serving} serves. */
    public void start(Sidecar serving) {
        sidecar = Optional.of(serving);
        serving.note(notWatched::notes);
        Thread.ofPlatform().name("shrike-attach").daemon().start(() -> follow(serving));
    }

    private void follow(Sidecar serving) {
        if (takeOver()) {
            LockSupport.parkNanos(RECONNECT.toNanos());
        }
        while (!ending) {
            try {
                look(serving);
            } catch (RuntimeException | OutOfMemoryError | StackOverflowError failure) {
                serving.failed("looking for processes to attach to", failure);
            }
            LockSupport.parkNanos(this, INTERVAL.toNanos());
        }
    }

    private void look(Sidecar serving) {
        for (Runnable news = heard.poll(); news != null; news = heard.poll()) {
            news.run();
        }
        buryGuardians();
        attachments.look();
        if (!all && !attachments.isWatching() && serving.programs() == 0 && guarded.isEmpty()) {
            ending = true;
            serving.endSoon();
        }
    }

    /** Whether guardians of an earlier sensor are there. */
    private boolean takeOver() {
        try (ProcReader reader = new ProcReader()) {
            for (int pid : reader.processes()) {
                if (runsLauncher(pid)) {
                    reader.commandLine(pid, COMMAND_LINE)
                            .asOptional()
                            .flatMap(this::adopted)
                            .ifPresent(target -> inherited.put(pid, target));
                }
            }
        }
        inherited.values().forEach(attachments::takeOver);
        return !inherited.isEmpty();
    }

    private boolean runsLauncher(int pid) {
        try {
            return Files.isSameFile(Path.of("/proc/" + pid + "/exe"), launcher);
        } catch (IOException _) {
            return false;
        }
    }

    /** Whom the guardian with this command line has adopted for our socket. */
    private Optional<Integer> adopted(List<byte[]> words) {
        List<String> line = words.stream()
                .map(word -> new String(word, StandardCharsets.UTF_8))
                .toList();
        return line.size() == GUARDIAN_WORDS
                        && line.get(2).equals(socket.toString())
                        && line.get(3).equals(ADOPT)
                        && line.get(4).matches("[0-9]{1,9}")
                ? Optional.of(Integer.valueOf(line.get(4)))
                : Optional.empty();
    }

    private void startGuardian(int pid) {
        List<String> line = List.of(launcher.toString(), "--socket", socket.toString(), ADOPT, Integer.toString(pid));
        try {
            Process guardian = new ProcessBuilder(line).inheritIO().start();
            guarded.put((int) guardian.pid(), new Guarded(guardian, pid));
        } catch (IOException failure) {
            heard.add(() -> attachments.refused(pid, "its guardian cannot be started: " + failure.getMessage()));
        }
    }
}
