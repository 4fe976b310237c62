package io.shrike.app.watch;

import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.seccomp.FilterRule;
import io.shrike.model.Event;
import io.shrike.trace.engine.ServedListener;
import io.shrike.trace.launch.ControlChannel;
import io.shrike.trace.launch.SensorSocket;
import io.shrike.trace.launch.ShimMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The conversation with one shim that connected to a sidecar, on a thread of its own, until its program has ended. */
final class ShimSession implements Runnable, AutoCloseable {
    /** A shim answers at once, unless its machine stands still; others may never do. */
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);

    /** How long after the program's end its last descendants may take to go, before it is told that some live on. */
    private static final Duration LAST_TASKS = Duration.ofMillis(50);

    private final Sidecar sidecar;
    private final SensorSocket.Peer peer;
    private final int connection;
    private final ControlChannel control;

    ShimSession(Sidecar sidecar, SensorSocket.Peer peer, int connection) {
        this.sidecar = sidecar;
        this.peer = peer;
        this.connection = connection;
        control = new ControlChannel(connection);
    }

    /** Ends the conversation; the shim answers for its program from then on. Any thread. */
    void hangUp() {
        control.hangUp();
    }

    @Override
    public void run() {
        List<FilterRule> rules = LaunchFilter.rules(sidecar.policy(), peer.pid());
        int sent = control.sendFilter(
                LaunchFilter.program(rules),
                LaunchFilter.digest(sidecar.policy()),
                (int) sidecar.drainTimeout().toMillis(),
                sidecar.onSensorLoss(),
                false);
        if (sent < 0) {
            sidecar.tell("process " + peer.pid() + " takes no filter: " + Errno.name(-sent));
            return;
        }
        Optional<Event.SensorGap> gap = Optional.empty();
        ShimMessage message = next();
        while (message instanceof ShimMessage.Resumed resumed) {
            gap = Optional.of(Gaps.of(resumed));
            message = next();
        }
        switch (message) {
            case ShimMessage.Listener listener -> serve(listener);
            case ShimMessage.Failed failed -> unwatched(Gaps.reason(failed), gap);
            case ShimMessage.Ended _ -> unwatched("the program ended before it was watched", gap);
            case ShimMessage.Closed(String reason) -> sidecar.tell("process " + peer.pid() + ": " + reason);
            case ShimMessage.Resumed resumed -> throw new IllegalStateException(resumed.toString());
        }
    }

    private ShimMessage next() {
        return control.await(HANDSHAKE)
                ? control.receive()
                : new ShimMessage.Closed("the launcher was silent for " + HANDSHAKE.toSeconds() + " s");
    }

    /** The program runs unwatched or not at all; the event stream says so. */
    private void unwatched(String reason, Optional<Event.SensorGap> gap) {
        if (sidecar.failed(peer.pid(), reason)) {
            control.sendDrained();
            return;
        }
        Instant now = Instant.now();
        String whole = "process " + peer.pid() + " launches an unwatched program: " + reason;
        sidecar.submit(gap.orElseGet(() -> new Event.SensorGap(now, now, whole, 0)));
        awaitProgramEnd();
        sidecar.flush();
        control.sendDrained();
    }

    private void serve(ShimMessage.Listener launched) {
        if (launched.shimPid() != peer.pid() || !Sidecar.isListener(launched.listenerFd())) {
            sidecar.tell("process " + peer.pid() + " hands over another's listener, or something else; not served");
            launched.close();
            return;
        }
        ServedListener listener = new ServedListener(
                ShimListener.ofPeer(launched), launched.waitKillable(), reason -> sidecar.left(launched, reason));
        if (launched.restarted()) {
            // until it has heard READY the launcher answers: two who receive can make each other wait
            control.sendReady();
            awaitHandover();
            sidecar.serve(launched, listener);
        } else {
            sidecar.serve(launched, listener);
            control.sendReady();
        }
        if (awaitProgramEnd() instanceof ShimMessage.Closed && Sidecar.isThere(peer.pid())) {
            sidecar.dismiss(listener); // the launcher has given us up, and answers itself
            return;
        }
        listener.awaitEnd(LAST_TASKS);
        sidecar.flush();
        control.sendDrained();
    }

    private void awaitHandover() {
        if (control.await(HANDSHAKE) && control.receive() instanceof ShimMessage.Resumed resumed) {
            sidecar.submit(Gaps.of(resumed));
        } else {
            sidecar.tell("process " + peer.pid() + " does not say that it has stopped answering");
        }
    }

    /** Until the program has ended, or the shim is gone. */
    private ShimMessage awaitProgramEnd() {
        ShimMessage message = control.receive();
        while (!(message instanceof ShimMessage.Ended || message instanceof ShimMessage.Closed)) {
            switch (message) {
                case ShimMessage.Resumed resumed -> sidecar.submit(Gaps.of(resumed));
                case ShimMessage.Failed failed -> {
                    Instant now = Instant.now();
                    sidecar.submit(new Event.SensorGap(now, now, Gaps.reason(failed), 0));
                    return failed;
                }
                case ShimMessage.Listener again -> {
                    again.close();
                    sidecar.tell("process " + peer.pid() + " hands over a second listener; not served");
                }
                default -> sidecar.tell("process " + peer.pid() + " said what does not belong here: " + message);
            }
            message = control.receive();
        }
        return message;
    }

    @Override
    public void close() {
        FileCalls.close(connection);
        control.close();
    }
}
