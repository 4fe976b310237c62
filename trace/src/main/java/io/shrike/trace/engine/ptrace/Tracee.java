package io.shrike.trace.engine.ptrace;

import io.shrike.trace.engine.ResultCheck;
import org.jspecify.annotations.Nullable;

/** A thread that is followed, and what its call is still to be given when it ends. Owned by the stop thread. */
final class Tracee {
    /** What is left to do at the end of the call that a thread is in. */
    enum AtEnd {
        NOTHING,
        /** The call was left out, and returns {@link Tracee#result}. */
        RESULT,
        /** The call was left out, and is made again. */
        REWIND,
        /** What the call did is looked at. */
        CHECK
    }

    private static final int ARGUMENTS = 6;

    int tid;
    AtEnd atEnd = AtEnd.NOTHING;
    long result;

    /** The process of the thread, where {@link #check} has to end it. */
    int pid;

    /** Guarded: it never throws. */
    @Nullable
    ResultCheck check;

    /** Looked at while it waited; the remembered call is made again by the kernel. */
    @Nullable
    ResultCheck underWay;

    /** The remembered call was sent back to its start by a pause, and is let through when it is made again. */
    boolean paused;

    /** Its last stop at a call was the entry. */
    boolean atEntry;

    /** It was asked to stop, and has not yet for that. */
    boolean interrupted;

    private int arch;
    private int number;
    private long instructionPointer;
    private final long[] arguments = new long[ARGUMENTS];

    /** The call at this stop will be made again. */
    void remember(PtraceStop stop) {
        paused = false;
        underWay = null;
        arch = stop.arch();
        number = stop.rawNumber();
        instructionPointer = stop.instructionPointer();
        for (int i = 0; i < ARGUMENTS; i++) {
            arguments[i] = stop.argument(i);
        }
    }

    boolean isRemembered(PtraceStop stop) {
        if (arch != stop.arch() || number != stop.rawNumber() || instructionPointer != stop.instructionPointer()) {
            return false;
        }
        for (int i = 0; i < ARGUMENTS; i++) {
            if (arguments[i] != stop.argument(i)) {
                return false;
            }
        }
        return true;
    }

    /** The number of the remembered call, with the bits of its ABI. */
    int number() {
        return number;
    }

    long firstArgument() {
        return arguments[0];
    }

    /** Whether the thread must not be let out of sight before its call ends. */
    boolean owesAnEnd() {
        return atEnd != AtEnd.NOTHING;
    }

    /** The call is over, or will never end. */
    void callIsOver() {
        atEnd = AtEnd.NOTHING;
        if (check != null) {
            check.end();
            check = null;
        }
    }

    /** Becomes the thread {@code newTid}, of which nothing is known. */
    void reset(int newTid) {
        callIsOver();
        tid = newTid;
        interrupted = false;
        atEntry = false;
        paused = false;
        underWay = null;
    }
}
