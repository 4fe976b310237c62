package io.shrike.trace.engine;

import io.shrike.linux.seccomp.SeccompListener;
import io.shrike.linux.syscall.Abi;
import org.jspecify.annotations.Nullable;

/** The notification that a listener holds, seen as a stop. */
final class NotifyStop implements Stop {
    private final NotificationSource source;
    private final Abi host = Abi.host();
    private Abi abi = host;
    private int number;
    private int pid;
    private @Nullable ResultCheck check;
    private @Nullable SeccompListener listener;

    NotifyStop(NotificationSource source) {
        this.source = source;
    }

    /** Turns to the call that was received last. */
    void received() {
        SeccompListener listener = source.listener();
        this.listener = listener;
        int nr = listener.nr();
        abi = Abi.of(listener.arch(), nr).orElse(host);
        number = nr & ~abi.numberBits();
        check = null;
    }

    @Override
    public Abi abi() {
        return abi;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public long argument(int index) {
        return listener().arg(index);
    }

    @Override
    public int tid() {
        return listener().tid();
    }

    @Override
    public boolean stillStopped() {
        return listener().isValid();
    }

    @Override
    public void checkResult(int process, ResultCheck wanted) {
        pid = process;
        check = wanted;
    }

    /** Who looks at the result of this call; null when nobody asked to. */
    @Nullable
    ResultCheck check() {
        return check;
    }

    /** The address behind the call. */
    long instructionPointer() {
        return listener().instructionPointer();
    }

    int pid() {
        return pid;
    }

    /** The listener that the call came from; answers go there. */
    SeccompListener listener() {
        SeccompListener holding = listener;
        if (holding == null) {
            throw new IllegalStateException("no call was received yet");
        }
        return holding;
    }
}
