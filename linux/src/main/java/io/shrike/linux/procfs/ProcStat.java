package io.shrike.linux.procfs;

import java.util.Arrays;
import java.util.Optional;

/**
 * The file /proc/PID/stat, as far as it is needed. See proc_pid_stat(5).
 *
 * @param comm the name of the thread: up to 15 bytes of anything, {@code ") ("} included
 * @param state a letter such as {@code R}, {@code S}, {@code Z}
 * @param ppid 0 where the parent is outside of this pid namespace
 * @param ttyNr the device number of the controlling terminal, 0 for none
 * @param flags PF_* of the kernel's sched.h
 * @param startTimeTicks when it started, in clock ticks since boot; with the pid it names a process for ever
 * @param argStart address of the arguments, another one after each exec; 0 for who may not trace the process
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, compared by nobody
public record ProcStat(
        int pid,
        byte[] comm,
        char state,
        int ppid,
        int pgrp,
        int session,
        int ttyNr,
        long flags,
        long startTimeTicks,
        long argStart) {
    private static final int FIELDS_BETWEEN_FLAGS_AND_START = 12;
    private static final int FIELDS_BETWEEN_START_AND_ARGUMENTS = 25;
    private static final long PF_FORKNOEXEC = 0x40;

    /** Parses the first {@code length} bytes; empty if they are not such a file. */
    public static Optional<ProcStat> parse(byte[] text, int length) {
        int open = indexOf(text, length, '(');
        int close = lastIndexOf(text, length, ')');
        if (open < 0 || close < open) {
            return Optional.empty();
        }
        TextCursor start = new TextCursor(text, 0, open);
        TextCursor rest = new TextCursor(text, close + 1, length);
        int pid = (int) start.decimal();
        byte[] comm = Arrays.copyOfRange(text, open + 1, close);
        byte[] state = rest.word();
        int ppid = (int) rest.decimal();
        int pgrp = (int) rest.decimal();
        int session = (int) rest.decimal();
        int ttyNr = (int) rest.decimal();
        rest.skipWords(1);
        long flags = rest.decimal();
        rest.skipWords(FIELDS_BETWEEN_FLAGS_AND_START);
        rest.skipSpaces();
        if (state.length != 1 || rest.atEnd()) {
            return Optional.empty();
        }
        long startTime = rest.decimal();
        rest.skipWords(FIELDS_BETWEEN_START_AND_ARGUMENTS);
        long arguments = rest.decimal();
        return Optional.of(
                new ProcStat(pid, comm, (char) state[0], ppid, pgrp, session, ttyNr, flags, startTime, arguments));
    }

    /** Whether the process still runs the program of the one that forked it. */
    public boolean onlyForked() {
        return (flags & PF_FORKNOEXEC) != 0;
    }

    /** Whether it has ended and waits for its parent to ask how. */
    public boolean isZombie() {
        return state == 'Z' || state == 'X';
    }

    private static int indexOf(byte[] text, int length, char wanted) {
        int at = 0;
        while (at < length && text[at] != wanted) {
            at++;
        }
        return at < length ? at : -1;
    }

    private static int lastIndexOf(byte[] text, int length, char wanted) {
        int at = length - 1;
        while (at >= 0 && text[at] != wanted) {
            at--;
        }
        return at;
    }
}
