package io.shrike.trace.engine;

import io.shrike.linux.seccomp.SeccompListener;
import io.shrike.linux.syscall.Abi;

/** The notification that the listener holds, seen as a stop. */
final class NotifyStop implements Stop {
    private static final int X32_BIT = 0x4000_0000;

    private final SeccompListener listener;
    private final Abi host = Abi.host();

    NotifyStop(SeccompListener listener) {
        this.listener = listener;
    }

    @Override
    public Abi abi() {
        return Abi.of(listener.arch(), listener.nr()).orElse(host);
    }

    @Override
    public int number() {
        int number = listener.nr();
        return abi() == Abi.X32 ? number & ~X32_BIT : number;
    }

    @Override
    public long argument(int index) {
        return listener.arg(index);
    }

    @Override
    public int tid() {
        return listener.tid();
    }

    @Override
    public boolean stillStopped() {
        return listener.isValid();
    }
}
