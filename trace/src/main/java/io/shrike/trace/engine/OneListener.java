package io.shrike.trace.engine;

import io.shrike.linux.libc.Poll;
import io.shrike.linux.seccomp.SeccompListener;

/** The listener of a filter that all watched tasks have. Waits in the receive itself: see docs/adr/0001-blocking-receive.md. */
final class OneListener implements NotificationSource {
    private final SeccompListener listener;
    private final boolean waitsKillable;
    private final boolean syncWakeUp;

    OneListener(SeccompListener listener, boolean waitsKillable) {
        this.listener = listener;
        this.waitsKillable = waitsKillable;
        syncWakeUp = listener.setSyncWakeUp() == 0;
    }

    @Override
    public int await(int timeoutMillis) {
        return listener.await(timeoutMillis);
    }

    @Override
    public int receive() {
        return listener.receive();
    }

    @Override
    public SeccompListener listener() {
        return listener;
    }

    @Override
    public boolean waitsKillable() {
        return waitsKillable;
    }

    @Override
    public boolean isOver() {
        int events = listener.await(0);
        return events > 0 && (events & Poll.POLLHUP) != 0;
    }

    @Override
    public boolean awaitEnd(long deadlineNanos) {
        try (Poll hangUp = new Poll(1)) {
            hangUp.add(listener.fd(), 0);
            while (hangUp.wait(millisUntil(deadlineNanos)) <= 0) {
                if (System.nanoTime() >= deadlineNanos) {
                    return false;
                }
            }
        }
        return true;
    }

    private static int millisUntil(long deadline) {
        return Math.clamp((deadline - System.nanoTime() + 999_999) / 1_000_000, 0, 3_600_000);
    }

    @Override
    public boolean syncWakeUp() {
        return syncWakeUp;
    }

    @Override
    public void close() {
        listener.close();
    }
}
