package io.shrike.app.doctor;

import io.shrike.linux.abi.Seccomp;
import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.NativeBuffer;
import io.shrike.linux.libc.SeccompCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Asks the kernel what it knows, without installing anything. */
final class KernelProbes {
    private KernelProbes() {}

    static List<Finding> all() {
        return List.of(kernel(), userNotification(), waitKillable());
    }

    private static Finding kernel() {
        return Finding.fact("kernel", line("/proc/sys/kernel/osrelease") + " " + System.getProperty("os.arch"));
    }

    /** SECCOMP_GET_ACTION_AVAIL of seccomp(2). */
    private static Finding userNotification() {
        String name = "seccomp user notification";
        try (NativeBuffer action = new NativeBuffer(Integer.BYTES)) {
            action.putInt(0, Seccomp.SECCOMP_RET_USER_NOTIF);
            int result = SeccompCalls.seccomp(Seccomp.SECCOMP_GET_ACTION_AVAIL, 0, action);
            return result == 0
                    ? Finding.works(name, "the kernel has it")
                    : Finding.fails(
                            name,
                            Errno.name(-result),
                            "the notify engine cannot work: "
                                    + (result == -Errno.EOPNOTSUPP
                                            ? "Linux 5.0 is needed"
                                            : "the container's seccomp profile refuses seccomp(2)"));
        }
    }

    /** A flag that the kernel knows gets as far as the program, which cannot be read (EFAULT). */
    private static Finding waitKillable() {
        String name = "WAIT_KILLABLE_RECV";
        int result = SeccompCalls.probeFilterFlags(
                Seccomp.SECCOMP_FILTER_FLAG_NEW_LISTENER | Seccomp.SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV);
        return result == -Errno.EFAULT
                ? Finding.works(name, "the kernel knows the flag")
                : Finding.limited(
                        name,
                        Errno.name(-result) + (result == -Errno.EINVAL ? ": Linux 5.19 has it" : ""),
                        "a call interrupted by a signal may be told twice, and a rule that blocks opens, execs or connects can be raced");
    }

    static String line(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException unreadable) {
            return "unknown (" + file + " cannot be read)";
        }
    }
}
