package io.shrike.app.installed;

import io.shrike.linux.procfs.ProcReader;
import io.shrike.linux.procfs.ProcStat;
import io.shrike.model.Activity;
import io.shrike.model.Activity.Baseline;
import io.shrike.model.Ancestor;
import io.shrike.model.Decision;
import io.shrike.model.Event;
import io.shrike.model.EventType;
import io.shrike.model.Finding;
import io.shrike.model.Outcome;
import io.shrike.model.PackageChange;
import io.shrike.model.ProcessRef;
import io.shrike.policy.installed.PackageDatabase;
import io.shrike.policy.installed.PackageList;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Follows installers to their end on a thread of its own, shrike-packages, and tells what the databases say then. The stop
 * thread only puts an event into a queue. What a followed process starts is a part of it.
 */
public final class Installations {
    private static final int MOST_WAITING = 1024;
    private static final int MOST_FOLLOWED = 256;
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration IDLE = Duration.ofHours(1);
    private static final Duration LAST_LOOK = Duration.ofSeconds(1);
    private static final String STILL_RUNS = "the watch ended before the process that installs did";

    private final InstantSource clock;
    private final BiConsumer<String, Throwable> failed;
    private final Queue<Event.Observed> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final LongAdder unfollowed = new LongAdder();
    private final Snapshots snapshots = new Snapshots();
    private final List<Installation> followed = new ArrayList<>();
    private final Thread thread =
            Thread.ofPlatform().name("shrike-packages").daemon().unstarted(this::follow);
    private Consumer<Event.Observed> out = _ -> {};
    private volatile boolean wanted;
    private volatile boolean ending;

    /** What goes wrong is told to {@code failed}, with the words for what was being done. */
    public Installations(InstantSource clock, BiConsumer<String, Throwable> failed) {
        this.clock = clock;
        this.failed = failed;
    }

    /** Begins, and hands events to {@code to}; with {@code databases}, after those of the sensor's own root have been read. */
    public void start(boolean databases, Consumer<Event.Observed> to) {
        out = to;
        if (databases) {
            guarded(this::readOwn);
        }
        wanted = databases;
        thread.start();
    }

    /** Whether a later policy asks for it. Any thread. */
    public void adopt(boolean databases) {
        wanted = databases;
    }

    private void readOwn() {
        try (RootDirectory own = RootDirectory.own()) {
            snapshots.begin(own, Baseline.BEFORE);
        }
    }

    /** Any thread, the stop thread above all: takes a note where the event is of an installation. Never waits. */
    public void observed(Event.Observed event) {
        if (!wanted || !isInstallation(event)) {
            return;
        }
        if (size.incrementAndGet() > MOST_WAITING) {
            size.decrementAndGet();
            unfollowed.increment();
            return;
        }
        waiting.add(event);
        LockSupport.unpark(thread);
    }

    private static boolean isInstallation(Event.Observed event) {
        return event.decision().type() == EventType.SOFTWARE_INSTALLATION
                && event.decision().finding() instanceof Finding.Software software
                && PackageDatabase.of(software.packageManager()).isPresent()
                && (event.activity() instanceof Activity.ExecActivity
                        || software.packages().isEmpty())
                && event.outcome() != Outcome.DENIED
                && event.outcome() != Outcome.TERMINATED;
    }

    /** Installers that were told at their start only, because too many run at once. Any thread. */
    public long unfollowed() {
        return unfollowed.sum();
    }

    /** Tells of all that were followed, and ends; waits for that no longer than {@link #LAST_LOOK}. */
    public void end() {
        ending = true;
        LockSupport.unpark(thread);
        try {
            thread.join(LAST_LOOK);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() {
        try (ProcReader reader = new ProcReader()) {
            while (!ending) {
                guarded(() -> look(reader, false));
                LockSupport.parkNanos(this, (followed.isEmpty() ? IDLE : POLL).toNanos());
            }
            guarded(() -> look(reader, true));
        }
    }

    private void guarded(Runnable duty) {
        try {
            duty.run();
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError failure) {
            failed.accept("reading package databases", failure);
        }
    }

    private void look(ProcReader reader, boolean last) {
        for (Event.Observed next = waiting.poll(); next != null; next = waiting.poll()) {
            size.decrementAndGet();
            completeEnded(reader, false);
            begin(next, reader);
        }
        completeEnded(reader, last);
    }

    /** Before another one begins, so that what that does is not told of them. */
    private void completeEnded(ProcReader reader, boolean last) {
        Iterator<Installation> each = followed.iterator();
        while (each.hasNext()) {
            Installation installation = each.next();
            boolean runs = runs(installation, reader);
            if (!runs || last) {
                each.remove();
                complete(installation, runs ? STILL_RUNS : "");
            }
        }
    }

    private void begin(Event.Observed event, ProcReader reader) {
        ProcessRef process = event.process();
        if (!(event.decision().finding() instanceof Finding.Software software)) {
            return;
        }
        Optional<PackageDatabase> database = PackageDatabase.of(software.packageManager());
        if (database.isEmpty() || isPartOfOne(event, database.get())) {
            return;
        }
        RootDirectory root = RootDirectory.of(process.pid());
        Installation installation =
                installation(event, software, database.get(), root, startTicks(process.pid(), reader));
        if (followed.size() < MOST_FOLLOWED) {
            followed.add(installation);
        } else {
            root.close();
            unfollowed.increment();
        }
    }

    /**
     * A command has done nothing yet: what is new by now is of somebody else. One who is seen writing may have written already,
     * and one who has ended has, so the last read counts.
     */
    private Installation installation(
            Event.Observed event,
            Finding.Software software,
            PackageDatabase database,
            RootDirectory root,
            long startTicks) {
        if (!database.isFile()) {
            return ofFolders(event, software, database, root, startTicks);
        }
        snapshots.begin(root, Baseline.BEGUN);
        Snapshots.Snapshot last = snapshots.last(root, database);
        boolean known = event.activity() instanceof Activity.ExecActivity;
        Snapshots.Snapshot before = known && startTicks >= 0 ? snapshots.again(root, database, last.baseline()) : last;
        List<PackageChange> unattributed =
                last.unreadable().isEmpty() && before.unreadable().isEmpty()
                        ? before.packages().since(last.packages())
                        : List.of();
        return new Installation(
                event,
                database,
                software.packageManager(),
                software.operation(),
                root,
                List.of(),
                before,
                unattributed,
                startTicks,
                known);
    }

    /** Of its records nothing is known before the command starts; it has done nothing yet. */
    private static Installation ofFolders(
            Event.Observed event,
            Finding.Software software,
            PackageDatabase database,
            RootDirectory root,
            long startTicks) {
        List<String> folders = Folders.of(database, event);
        PackageList before = FolderReader.read(root, database, folders);
        return new Installation(
                event,
                database,
                software.packageManager(),
                software.operation(),
                root,
                folders,
                new Snapshots.Snapshot(before, "", true, Baseline.BEGUN),
                List.of(),
                startTicks,
                true);
    }

    /** What a command starts, or becomes by another exec, may tell where its records are: a shim does not know. */
    private boolean isPartOfOne(Event.Observed event, PackageDatabase database) {
        ProcessRef process = event.process();
        Set<Integer> line = new HashSet<>(Set.of(process.pid()));
        process.ancestors().stream().map(Ancestor::pid).forEach(line::add);
        for (int i = 0; i < followed.size(); i++) {
            Installation installation = followed.get(i);
            if (line.contains(installation.pid())) {
                if (installation.database() == database && !database.isFile()) {
                    followed.set(i, wider(installation, event));
                }
                return true;
            }
        }
        return false;
    }

    private static Installation wider(Installation installation, Event.Observed event) {
        List<String> others = new ArrayList<>(Folders.of(installation.database(), event));
        others.removeAll(installation.folders());
        return installation.alsoIn(others, FolderReader.read(installation.root(), installation.database(), others));
    }

    /** Negative when the process has ended. */
    private static long startTicks(int pid, ProcReader reader) {
        return reader.stat(pid)
                .asOptional()
                .filter(stat -> !stat.isZombie())
                .map(ProcStat::startTimeTicks)
                .orElse(-1L);
    }

    private static boolean runs(Installation installation, ProcReader reader) {
        return installation.startTicks() >= 0 && startTicks(installation.pid(), reader) == installation.startTicks();
    }

    private void complete(Installation installation, String note) {
        try (RootDirectory root = installation.root()) {
            PackageDatabase database = installation.database();
            Snapshots.Snapshot after = database.isFile()
                    ? snapshots.again(root, database, Baseline.BEFORE)
                    : new Snapshots.Snapshot(
                            FolderReader.read(root, database, installation.folders()), "", true, Baseline.BEGUN);
            installation.result(after).ifPresent(activity -> out.accept(event(installation.started(), activity, note)));
        }
    }

    /** Under the rules of the event before, by the process as that told it. */
    private Event.Observed event(Event.Observed started, Activity activity, String note) {
        Decision before = started.decision();
        Decision decision = new Decision(
                EventType.SOFTWARE_INSTALLATION, before.severity(), before.action(), before.matches(), Finding.NONE);
        return new Event.Observed(clock.instant(), activity, actor(started), decision, Outcome.OBSERVED, note);
    }

    /** After its exec a process is the program that it became. */
    private static ProcessRef actor(Event.Observed started) {
        ProcessRef process = started.process();
        if (!(started.activity() instanceof Activity.ExecActivity exec)) {
            return process;
        }
        return new ProcessRef(
                process.pid(),
                process.tid(),
                process.ppid(),
                exec.program().path(),
                exec.arguments(),
                process.uid(),
                process.gid(),
                process.cwd(),
                process.startTime(),
                process.ancestors());
    }
}
