package io.shrike.trace.testing;

import io.shrike.linux.syscall.Abi;
import io.shrike.trace.engine.Stop;
import java.util.Arrays;

/** A stop that a test makes up. The thread it names is real. */
public final class FakeStop implements Stop {
    private final Abi abi;
    private final int number;
    private final int tid;
    private final long[] arguments;
    private boolean stillStopped = true;

    public FakeStop(Abi abi, int number, int tid, long... arguments) {
        this.abi = abi;
        this.number = number;
        this.tid = tid;
        this.arguments = Arrays.copyOf(arguments, 6);
    }

    /** From now on the caller is gone. */
    public void release() {
        stillStopped = false;
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
        return arguments[index];
    }

    @Override
    public int tid() {
        return tid;
    }

    @Override
    public boolean stillStopped() {
        return stillStopped;
    }
}
