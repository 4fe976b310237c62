package io.shrike.trace.path;

import io.shrike.linux.libc.Statx;
import io.shrike.linux.procfs.MountPoint;
import io.shrike.linux.procfs.ProcReader;
import io.shrike.linux.procfs.ProcStatus;
import io.shrike.model.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the links {@code self} and {@code thread-self} of a proc file system (proc(5)) are for a tracee, and not for the sensor
 * that reads them. A link that is only called so means what it says.
 */
final class ProcSelf implements AutoCloseable {
    /** PROC_ROOT_INO of include/linux/proc_ns.h. */
    private static final long ROOT_INODE = 1;

    private static final ByteString SELF = ByteString.utf8("self");
    private static final ByteString THREAD_SELF = ByteString.utf8("thread-self");
    private static final byte[] PROC_TYPE = "proc".getBytes(StandardCharsets.US_ASCII);

    private final WalkCalls calls;
    private final ProcReader reader = new ProcReader();

    /** Held open, so that its device number stays its own. */
    private final int ownProc;

    ProcSelf(WalkCalls calls) {
        this.calls = calls;
        ownProc = calls.openTracee("/proc");
    }

    /** The text that {@code component} of {@code directory} has for the thread; empty where it is no such link. */
    Optional<ByteString> text(int directory, ByteString component, int pid, int tid) {
        boolean self = component.equals(SELF);
        if ((!self && !component.equals(THREAD_SELF)) || !isProcRoot(directory, tid)) {
            return Optional.empty();
        }
        boolean sensorVisible = !calls.readlink(directory, component).isEmpty();
        String process = sensorVisible ? Integer.toString(pid) : innermost(pid);
        String thread = sensorVisible ? Integer.toString(tid) : innermost(tid);
        return Optional.of(ByteString.utf8(self ? process : process + "/task/" + thread));
    }

    /** The number of a thread in the PID namespace that it is in. */
    private String innermost(int tid) {
        List<Integer> numbers =
                reader.status(tid).asOptional().map(ProcStatus::nsPid).orElse(List.of());
        return Integer.toString(numbers.isEmpty() ? tid : numbers.getLast());
    }

    private boolean isProcRoot(int directory, int tid) {
        if (calls.inode(directory) != ROOT_INODE) {
            return false;
        }
        long device = calls.device(directory);
        return device == calls.device(ownProc)
                || reader.mounts(tid).asOptional().orElse(List.of()).stream().anyMatch(mount -> isProc(mount, device));
    }

    private static boolean isProc(MountPoint mount, long device) {
        return Arrays.equals(mount.type(), PROC_TYPE)
                && Statx.makedev(mount.deviceMajor(), mount.deviceMinor()) == device;
    }

    @Override
    public void close() {
        calls.close(ownProc);
        reader.close();
    }
}
