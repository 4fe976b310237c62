package io.shrike.app.watch;

import io.shrike.app.config.LoadedPolicy;
import io.shrike.delivery.pipeline.Pipeline;
import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.FileCalls;
import io.shrike.model.Event;
import io.shrike.trace.engine.NotifyEngine;
import io.shrike.trace.engine.ServedListener;
import io.shrike.trace.launch.ControlChannel.OnSensorLoss;
import io.shrike.trace.launch.PeerCheck;
import io.shrike.trace.launch.SensorSocket;
import io.shrike.trace.launch.ShimMessage;
import io.shrike.trace.session.SessionScope;
import io.shrike.trace.tree.Launchers;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A sensor that serves every shim that connects to its socket: one engine, one judge, one stream of events. The calling thread
 * accepts; each shim has a thread named shrike-shim; a thread named shrike-stop serves the stops of all programs.
 */
public final class Sidecar {
    /** A task has some containers, each with a shim. */
    private static final int MOST_SESSIONS = 64;

    private static final String LISTENER = "anon_inode:seccomp notify";

    private final WatchSettings settings;
    private final SensorSocket socket;
    private final Role role;
    private final PrintStream err;
    private final WatchStatus status;
    private final Launchers launchers = new Launchers();
    private final PeerCheck peers;
    private final NotifyEngine engine;
    private final Pipeline pipeline;
    private final Serving serving;
    private final Serving.Following following;
    private final Set<ShimSession> sessions = ConcurrentHashMap.newKeySet();
    private final CountDownLatch ended = new CountDownLatch(1);

    /** What a sidecar says of itself, and who hears of its launchers. */
    public interface Role {
        /** As in {@code status.engineReason}. */
        String reason(int programs);

        /** Who connects beyond so many is refused. */
        default int most() {
            return MOST_SESSIONS;
        }

        /** Why processes that are not of a launcher are not looked for. */
        String noSessions();

        /** The launcher's program is watched from now on. Any thread. */
        default void watched(int launcher, int program) {}

        /** The launcher's program is not watched; nothing more is told of it where this says so. Any thread. */
        default boolean failed(int launcher, String why) {
            return false;
        }
    }

    /** {@code launcher} is the shim that peers must run. Begins to serve; {@link #run} accepts. */
    public Sidecar(WatchSettings settings, SensorSocket socket, Path launcher, Role role, PrintStream err)
            throws IOException {
        this.role = role;
        this.settings = settings;
        this.socket = socket;
        this.err = err;
        peers = new PeerCheck(launcher, launchers);
        status = new WatchStatus(settings.pipeline().containers(), settings.policySources());
        engine = NotifyEngine.ofMany(status::failed);
        status.serves(engine, () -> role.reason(engine.listeners()));
        settings.remote().output().ifPresent(output -> output.handOver(1));
        pipeline = Pipeline.start(
                settings.pipeline(), settings.sink(), settings.remote().tap(), status);
        serving = Serving.begin(
                settings,
                status,
                engine,
                pipeline,
                PolicySwitch.rules(settings.start().policy()),
                List.of(),
                new Serving.Scope(launchers, Instant.now()));
        following = serving.follow(new SessionScope.None(role.noSessions()));
    }

    /** Accepts shims until {@link #end}; whether every event was written. */
    public boolean run() {
        int connection = socket.accept();
        while (connection != -Errno.EINVAL) {
            if (connection >= 0) {
                welcome(connection);
            } else {
                status.failed("accepting launchers", new IOException(Errno.name(-connection)));
                rest();
            }
            connection = socket.accept();
        }
        engine.end();
        engine.awaitEnd(settings.drainTimeout());
        sessions.forEach(ShimSession::hangUp);
        boolean drained = serving.end(following);
        ended.countDown();
        return drained;
    }

    /** Serves no more: launchers answer for their programs from now on. Waits until the last events are out. Any other thread. */
    public void end() {
        socket.close();
        try {
            boolean ignored = ended.await(2 * settings.drainTimeout().toMillis() + 1000, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void rest() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void welcome(int connection) {
        SensorSocket.Peer peer = SensorSocket.peer(connection);
        Optional<String> objection = sessions.size() >= role.most()
                ? Optional.of("process " + peer.pid() + ", beyond the " + role.most() + " that are served at once")
                : peers.objection(peer);
        if (objection.isPresent()) {
            tell("not served: " + objection.get());
            status.refused(objection.get());
            FileCalls.close(connection);
            return;
        }
        ShimSession session = new ShimSession(this, peer, connection);
        sessions.add(session);
        Thread.ofPlatform().name("shrike-shim").daemon().start(() -> converse(session));
    }

    private void converse(ShimSession session) {
        try (session) {
            session.run();
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError failure) {
            status.failed("talking with a launcher", failure);
        } finally {
            sessions.remove(session);
        }
    }

    /** Serves the listener of a program that is about to start, or goes on. */
    void serve(ShimMessage.Listener launched, ServedListener listener) {
        launchers.add(launched.shimPid());
        if (launched.restarted() && !launched.sameFilter()) {
            List<String> missing = PolicySwitch.missing(PolicySwitch.ownRules(), policy());
            submit(policy().loadedEvent(Instant.now(), missing));
        }
        status.joined(launched);
        engine.serve(listener);
        role.watched(launched.shimPid(), launched.childPid());
    }

    /** A launcher's program is not watched; whether that has been told. */
    boolean failed(int launcher, String why) {
        return role.failed(launcher, why);
    }

    /** Something failed while all goes on. */
    void failed(String what, Throwable cause) {
        status.failed(what, cause);
    }

    /** As {@link #end}, without waiting for it. Any thread. */
    void endSoon() {
        socket.close();
    }

    /** What is true of this watch besides, for the status. */
    public void note(Supplier<List<String>> notes) {
        status.also(notes);
    }

    /** The launcher answers for its program again. */
    void dismiss(ServedListener listener) {
        engine.dismiss(listener);
    }

    /** Whether the process still runs. */
    static boolean isThere(int pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    /** How many programs are served. */
    int programs() {
        return engine.listeners();
    }

    /** No process of the program is left; or the listener could not be served, for which {@code reason} is -errno. */
    void left(ShimMessage.Listener launched, int reason) {
        launchers.remove(launched.shimPid());
        if (reason < 0) {
            status.failed("waiting for calls", new IOException(Errno.name(-reason)));
        }
    }

    /** Whether this process got the listener of a filter, not some other descriptor. */
    static boolean isListener(int fd) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd))
                    .toString()
                    .equals(LISTENER);
        } catch (IOException _) {
            return false;
        }
    }

    LoadedPolicy policy() {
        return following.policies().current();
    }

    Duration drainTimeout() {
        return settings.drainTimeout();
    }

    OnSensorLoss onSensorLoss() {
        return settings.onSensorLoss();
    }

    /** Any thread but the stop thread. */
    public void submit(Event event) {
        pipeline.submit(event);
    }

    /** Returns when what was recorded so far is out, or could not be within the drain timeout. */
    void flush() {
        serving.lastEvents().flush(settings.drainTimeout());
    }

    public void tell(String text) {
        err.println("shrike: " + text);
    }
}
