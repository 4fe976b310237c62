package io.shrike.linux.procfs;

import java.util.List;

/** The file /proc/PID/cmdline: what the process has in the place of its arguments now. See proc_pid_cmdline(5). */
public final class ProcCommandLine {
    private ProcCommandLine() {}

    /** The arguments; none for a kernel thread or a zombie. A process may have overwritten them with a single text. */
    public static List<byte[]> parse(byte[] text, int length) {
        return ProcText.split(text, length, '\0');
    }
}
