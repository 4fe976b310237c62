package io.shrike.app.watch;

import io.shrike.linux.abi.Signals;
import io.shrike.linux.libc.Errno;
import io.shrike.model.Event;
import io.shrike.trace.launch.ShimMessage;
import java.time.Instant;

/** Times in which nobody watched, as the shim tells of them. */
final class Gaps {
    private Gaps() {}

    static Event.SensorGap of(ShimMessage.Resumed resumed) {
        Instant now = Instant.now();
        return new Event.SensorGap(now, now.minusMillis(resumed.millis()), reason(resumed), resumed.unwatched());
    }

    /** Why a program runs unwatched, or not at all. */
    static String reason(ShimMessage.Failed failed) {
        return switch (failed.stage()) {
            case ShimMessage.Failed.FILTER -> "the kernel refused the filter: " + Errno.name(failed.errno());
            case ShimMessage.Failed.EXEC -> "exec failed: " + Errno.name(failed.errno());
            case ShimMessage.Failed.LATE -> "the sensor was not ready before the start-up timeout ended";
            case ShimMessage.Failed.ADOPT -> attachFailure(failed.errno());
            default -> "stage " + failed.stage() + ": " + Errno.name(failed.errno());
        };
    }

    private static String attachFailure(int errno) {
        String name = Errno.name(errno);
        return switch (errno) {
            case Errno.EPERM -> name + ": another process traces it, or the sensor lacks CAP_SYS_PTRACE";
            case Errno.EBUSY -> name + ": another supervisor watches it already";
            case Errno.ENOEXEC -> name + ": a 32-bit program, or one without a vdso";
            case Errno.ETIMEDOUT -> name + ": its first thread waits in the kernel and cannot be interrupted";
            case Errno.ESRCH -> name + ": it ended meanwhile, or one of its threads has a seccomp filter of its own";
            default -> name;
        };
    }

    private static String reason(ShimMessage.Resumed resumed) {
        return switch (resumed.gap()) {
            case STALLED -> "the sensor did not move: it was stopped, starved, or stuck in a call of its own";
            case DISCONNECTED -> "the launcher's connection to the sensor was closed: the sensor ended or was replaced";
            case LOST -> lost(resumed);
        };
    }

    private static String lost(ShimMessage.Resumed resumed) {
        int signal = resumed.waitStatus() & 0x7f;
        String end =
                signal == 0 ? "with exit code " + (resumed.waitStatus() >> 8 & 0xff) : "by " + Signals.name(signal);
        return "the sensor ended " + end + " and was started again";
    }
}
