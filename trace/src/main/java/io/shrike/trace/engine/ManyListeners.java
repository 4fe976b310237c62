package io.shrike.trace.engine;

import io.shrike.linux.libc.Epoll;
import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.EventFd;
import io.shrike.linux.libc.Poll;
import io.shrike.linux.seccomp.SeccompListener;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Listeners that come and go, each of a filter of its own. Waits for all of them at once (epoll(7)), which costs one kernel
 * call a stop more than waiting in the receive of a single one. Ready listeners are served in turn.
 */
final class ManyListeners implements NotificationSource {
    private static final int MOST_AT_ONCE = 16;
    private static final long WAKE_UP = 0;
    private static final long AWAIT_STEP_NANOS = 1_000_000;

    private final Epoll epoll = new Epoll(MOST_AT_ONCE);
    private final EventFd wakeUp = new EventFd();
    private final ConcurrentLinkedQueue<ServedListener> arrived = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<ServedListener> dismissed = new ConcurrentLinkedQueue<>();
    private final Map<Long, ServedListener> served = new HashMap<>();
    private final long[] ready = new long[MOST_AT_ONCE];
    private int readyCount;
    private int readyNext;
    private long lastTag = WAKE_UP;
    private @Nullable ServedListener current;
    private volatile int serving;
    private volatile boolean ending;
    private volatile boolean syncWakeUp = true;

    ManyListeners() {
        if (epoll.create() < 0 || wakeUp.fd() < 0 || epoll.add(wakeUp.fd(), Poll.POLLIN, WAKE_UP) < 0) {
            throw new IllegalStateException("cannot make what waits for listeners: too many open files");
        }
    }

    /** Serves the listener from now on, until its last task is gone. Any thread. */
    void add(ServedListener listener) {
        arrived.add(listener);
        wakeUp.signal();
    }

    /** Serves the listener no more, because somebody else does. Any thread. */
    void dismiss(ServedListener listener) {
        dismissed.add(listener);
        wakeUp.signal();
    }

    /** Ends {@link #receive()} once and for all. Any thread. */
    void end() {
        ending = true;
        wakeUp.signal();
    }

    /** How many listeners are served now. Any thread. */
    int serving() {
        return serving;
    }

    @Override
    public int await(int timeoutMillis) {
        if (readyNext == readyCount) {
            readyNext = 0;
            readyCount = 0;
            int found = epoll.wait(ready, timeoutMillis);
            if (found <= 0) {
                return found;
            }
            readyCount = found;
        }
        return Poll.POLLIN;
    }

    /** {@inheritDoc} -EINTR when something else than a call came. */
    @Override
    public int receive() {
        if (ending) {
            return -Errno.ENOENT;
        }
        if (readyNext == readyCount && await(-1) <= 0) {
            return -Errno.EINTR;
        }
        long tag = ready[readyNext];
        int events = epoll.events(readyNext);
        readyNext++;
        if (tag == WAKE_UP) {
            welcome();
            return -Errno.EINTR;
        }
        ServedListener listener = served.get(tag);
        if (listener == null) {
            return -Errno.EINTR;
        }
        if ((events & Poll.POLLIN) == 0) {
            leave(tag, listener);
            return -Errno.EINTR;
        }
        current = listener;
        int received = listener.listener().receive();
        if (received < 0 && received != -Errno.EINTR && received != -Errno.ENOENT) {
            // one that spoils its notifications must not end the watch of the others
            forget(tag, listener);
            listener.refused(received);
            return -Errno.EINTR;
        }
        return received;
    }

    private void welcome() {
        wakeUp.take();
        ServedListener next = arrived.poll();
        while (next != null) {
            syncWakeUp &= next.listener().setSyncWakeUp() == 0;
            lastTag++;
            int added = epoll.add(next.listener().fd(), Poll.POLLIN, lastTag);
            if (added < 0) {
                next.refused(added);
            } else {
                served.put(lastTag, next);
            }
            next = arrived.poll();
        }
        serving = served.size();
        dismiss();
    }

    private void leave(long tag, ServedListener listener) {
        forget(tag, listener);
        listener.left();
    }

    private void forget(long tag, ServedListener listener) {
        epoll.remove(listener.listener().fd());
        served.remove(tag);
        serving = served.size();
    }

    private void dismiss() {
        for (ServedListener next = dismissed.poll(); next != null; next = dismissed.poll()) {
            ServedListener leaving = next;
            served.entrySet().stream()
                    .filter(each -> each.getValue() == leaving)
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .ifPresent(tag -> leave(tag, leaving));
        }
    }

    @Override
    public SeccompListener listener() {
        return requireCurrent().listener();
    }

    @Override
    public boolean waitsKillable() {
        return requireCurrent().waitsKillable();
    }

    private ServedListener requireCurrent() {
        ServedListener listener = current;
        if (listener == null) {
            throw new IllegalStateException("nothing was received yet");
        }
        return listener;
    }

    @Override
    public boolean isOver() {
        return ending;
    }

    /** Only {@link #end()} ends it: others may come. */
    @Override
    public boolean awaitEnd(long deadlineNanos) {
        while (!ending && System.nanoTime() < deadlineNanos) {
            LockSupport.parkNanos(Math.min(
                    TimeUnit.SECONDS.toNanos(1), Math.max(AWAIT_STEP_NANOS, deadlineNanos - System.nanoTime())));
        }
        return ending;
    }

    @Override
    public boolean syncWakeUp() {
        return syncWakeUp;
    }

    @Override
    public void close() {
        served.values().forEach(ServedListener::left);
        served.clear();
        epoll.close();
        wakeUp.close();
    }
}
