package io.shrike.app.digest;

import io.shrike.model.Activity.ExecActivity;
import io.shrike.model.Field;
import io.shrike.model.Judge;
import io.shrike.model.ProcessRef;
import io.shrike.model.ProgramFile;
import io.shrike.trace.digest.FileHasher;
import io.shrike.trace.digest.KnownDigests;
import io.shrike.trace.digest.OpenProgram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the SHA-256 of programs that did not have to wait for it, or were too large to, on a thread of its own named
 * shrike-digest, which there is once a policy asks for digests. Whoever hands a program over takes no lock.
 */
public final class LateDigests {
    /** Programs that wait, each with open descriptors. */
    private static final int MOST = 256;

    /** Bytes of a file that are read. */
    private static final long LIMIT = 1L << 30;

    private static final String TOO_MANY = "sha256:QUEUE";

    private final Queue<Asked> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final BiConsumer<String, Throwable> failures;
    private volatile @Nullable Judge judge;
    private volatile @Nullable Thread thread;
    private KnownDigests known = new KnownDigests();
    private Recorder recorder = (_, _, _, _) -> {};
    private Consumer<String> unread = _ -> {};

    /** What is done with an exec when its files are known. Called on the thread of the digests. */
    public interface Recorder {
        void record(Judge judge, ExecActivity before, ExecActivity known, ProcessRef actor);
    }

    private record Asked(ExecActivity exec, List<OpenProgram> files, ProcessRef actor) {
        void close() {
            files.forEach(OpenProgram::close);
        }
    }

    /** {@code failures} is told of what must not happen, with what was done. */
    public LateDigests(BiConsumer<String, Throwable> failures) {
        this.failures = failures;
    }

    /**
     * Begins, before the first program is handed over. {@code unread} counts those that were not read, by reason; {@code first}
     * is empty where no rule asks for digests.
     */
    public void start(KnownDigests shared, Optional<Judge> first, Recorder records, Consumer<String> counts) {
        known = shared;
        recorder = records;
        unread = counts;
        adopt(first);
    }

    /** Decides by another policy from the next program on. One thread at a time. */
    public void adopt(Optional<Judge> next) {
        next.ifPresent(ready -> {
            judge = ready;
            if (thread == null) {
                thread = Thread.ofPlatform().name("shrike-digest").daemon().start(this::work);
            }
        });
    }

    /** Takes over a program and its open files. Any thread. */
    public void examine(ExecActivity exec, List<OpenProgram> files, ProcessRef actor) {
        Asked asked = new Asked(exec, files, actor);
        Thread worker = thread;
        if (worker == null || waiting.incrementAndGet() > MOST) {
            if (worker != null) {
                waiting.decrementAndGet();
            }
            unread.accept(TOO_MANY);
            asked.close();
            return;
        }
        queue.add(asked);
        LockSupport.unpark(worker);
    }

    /** Returns when nothing waits any more, at the latest after {@code patience}; what waits longer counts as unread. */
    public void end(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (waiting.get() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(this, Duration.ofMillis(2).toNanos());
        }
        for (int left = waiting.get(); left > 0; left--) {
            unread.accept(TOO_MANY);
        }
    }

    private void work() {
        try (FileHasher hasher = new FileHasher(known)) {
            while (true) {
                Asked asked = queue.poll();
                if (asked == null) {
                    LockSupport.park(this);
                    continue;
                }
                try {
                    answer(asked, hasher);
                } catch (RuntimeException | OutOfMemoryError | StackOverflowError failure) {
                    failures.accept("reading the content of a program", failure);
                } finally {
                    asked.close();
                    waiting.decrementAndGet();
                }
            }
        }
    }

    private void answer(Asked asked, FileHasher hasher) {
        Judge deciding = judge;
        if (deciding == null) {
            return;
        }
        List<ProgramFile> files = new ArrayList<>();
        for (int i = 0; i < asked.files().size(); i++) {
            ProgramFile file = asked.exec().files().get(i);
            Field<String> digest = hasher.sha256(asked.files().get(i), LIMIT);
            files.add(file.withSha256(Optional.of(digest)));
        }
        recorder.record(deciding, asked.exec(), asked.exec().withFiles(files), asked.actor());
    }
}
