package io.shrike.trace.engine;

import io.shrike.linux.syscall.Abi;

/**
 * A task halted at the entry of a system call, as the engine shows it. One object is reused for every stop: it is valid only
 * inside {@link StopHandler#onStop}, on the stop thread.
 */
public interface Stop {
    Abi abi();

    /** System call number in the table of {@link #abi()}, without the x32 bit. */
    int number();

    /** Argument {@code index} (0 to 5), 64 bits as in the register; a 32-bit ABI's are zero-extended. */
    long argument(int index);

    /** Thread id in the sensor's PID namespace. */
    int tid();

    /** True while the task is still halted here, so that what was read of it since belongs to this call. */
    boolean stillStopped();

    /**
     * Asks that {@code check} looks at what this call does, if it is let through, before its caller goes on. {@code pid} is the
     * caller's process, whose number an exec of any of its threads takes. An engine that cannot do it counts the call as
     * unchecked.
     */
    default void checkResult(int pid, ResultCheck check) {}
}
