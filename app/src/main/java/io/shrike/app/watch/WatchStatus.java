package io.shrike.app.watch;

import io.shrike.app.installed.Installations;
import io.shrike.delivery.encode.ContainerSource;
import io.shrike.delivery.pipeline.StatusSource;
import io.shrike.model.PolicySource;
import io.shrike.trace.engine.NotifyEngine;
import io.shrike.trace.engine.TracingEngine;
import io.shrike.trace.launch.ShimMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What sensor_status tells of a watch. Read by the writer thread while others count. */
final class WatchStatus implements StatusSource {
    private static final Set<String> MEMORY_CLOSED = Set.of("unreadable:EPERM", "unreadable:EACCES");

    private volatile @Nullable TracingEngine engine;
    private volatile @Nullable ActivityRecorder recorder;
    private volatile @Nullable Installations installations;
    private volatile boolean noNewPrivs;
    private volatile boolean interruptible;
    private volatile boolean restarted;
    private final LongAdder refused = new LongAdder();
    private volatile String firstRefused = "";
    private volatile Supplier<List<String>> more = List::of;
    private volatile Supplier<String> engineReason = () -> "no program is watched";
    private final Map<String, String> failures = new ConcurrentHashMap<>();
    private final ContainerSource containers;
    private final Supplier<List<PolicySource>> sources;
    private volatile String sessions = "";

    WatchStatus(ContainerSource containers, Supplier<List<PolicySource>> sources) {
        this.containers = containers;
        this.sources = sources;
    }

    void launched(TracingEngine serving, ShimMessage.Listener how) {
        engine = serving;
        joined(how);
        engineReason = () -> how.restarted()
                ? "started again for a program that runs under seccomp user notification"
                : "launched under seccomp user notification";
    }

    /** An engine serves the programs of launchers that come and go; {@code reason} says of how many. */
    void serves(TracingEngine serving, Supplier<String> reason) {
        engine = serving;
        engineReason = reason;
    }

    /** A program is served, of which notes may tell for good. */
    void joined(ShimMessage.Listener how) {
        if (how.noNewPrivs()) {
            noNewPrivs = true;
        }
        if (!how.waitKillable()) {
            interruptible = true;
        }
        if (how.restarted()) {
            restarted = true;
        }
    }

    /** Further notes, asked for at each status. */
    void also(Supplier<List<String>> notes) {
        more = notes;
    }

    /** A connection was not served; the first is told with its reason. */
    void refused(String why) {
        if (firstRefused.isEmpty()) {
            firstRefused = why;
        }
        refused.increment();
    }

    void recording(ActivityRecorder recording, Installations following) {
        recorder = recording;
        installations = following;
    }

    /** How processes from outside are looked for, or why not. */
    void sessions(String how) {
        sessions = how;
    }

    /** Something of ours failed while the program went on; the first of each kind is told with its message. */
    void failed(String what, Throwable cause) {
        StackTraceElement[] trace = cause.getStackTrace();
        failures.putIfAbsent(what, cause + (trace.length == 0 ? "" : " at " + trace[0]));
    }

    @Override
    public long seen() {
        TracingEngine serving = engine;
        return serving == null ? 0 : serving.counters().stops();
    }

    @Override
    public long matched() {
        ActivityRecorder recording = recorder;
        return recording == null ? 0 : recording.matched();
    }

    @Override
    public Map<String, Long> unwatched() {
        Map<String, Long> byReason = new TreeMap<>();
        TracingEngine serving = engine;
        if (serving != null) {
            byReason.putAll(serving.counters().unwatched());
        }
        ActivityRecorder recording = recorder;
        if (recording != null) {
            byReason.putAll(recording.unjudged());
        }
        return byReason;
    }

    @Override
    public long withdrawn() {
        TracingEngine serving = engine;
        return serving == null ? 0 : serving.counters().withdrawn();
    }

    @Override
    public String engineReason() {
        return engineReason.get();
    }

    @Override
    public List<PolicySource> policySources() {
        return sources.get();
    }

    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (noNewPrivs) {
            notes.add("no_new_privs is set: sudo, su and file capabilities do not work in the watched program");
        }
        if (interruptible) {
            notes.add("the kernel lacks WAIT_KILLABLE_RECV: a call interrupted by a signal may be told twice");
        }
        if (restarted) {
            notes.add(
                    "the sensor was started again: tgkill, rt_tgsigqueueinfo and process_vm_readv that are aimed at it are not"
                            + " seen, because the filter names the first sensor's process number");
        }
        TracingEngine serving = engine;
        if (serving instanceof NotifyEngine notify && !notify.syncWakeUp()) {
            notes.add("the kernel lacks SYNC_WAKE_UP: each stop costs about ten microseconds more");
        }
        ActivityRecorder recording = recorder;
        if (recording != null && recording.unjudged().keySet().stream().anyMatch(MEMORY_CLOSED::contains)) {
            notes.add(
                    "the memory of some watched processes cannot be read, so their calls were not judged: they are not"
                            + " dumpable or run as another user, and the sensor lacks CAP_SYS_PTRACE");
        }
        if (!sessions.isEmpty()) {
            notes.add(sessions);
        }
        Installations following = installations;
        if (following != null && following.unfollowed() > 0) {
            notes.add("installations that were told at their start only, because too many ran at once: "
                    + following.unfollowed());
        }
        if (refused.sum() > 0) {
            notes.add("connections that were not served: " + refused.sum() + "; the first came from " + firstRefused);
        }
        notes.addAll(more.get());
        notes.addAll(containers.notes());
        failures.forEach((what, cause) -> notes.add("failed while " + what + ": " + cause));
        return notes;
    }
}
