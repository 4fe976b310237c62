package io.shrike.trace.tree;

import io.shrike.model.ByteString;
import io.shrike.model.Field;
import java.time.Instant;

/** What /proc says of a process. A port, so that the tree can be tested without one. */
public interface ProcessFacts {
    /** Thread group and parent of a thread, its owner, or the errno that reading them gave. */
    record Identity(int tgid, int ppid, int uid, int gid, int errno) {
        static Identity failed(int errno) {
            return new Identity(0, 0, 0, 0, errno);
        }

        boolean readable() {
            return errno == 0;
        }
    }

    Identity identity(int tid);

    /** Start time in clock ticks after boot, or -errno. */
    long startTicks(int tid);

    Field<Instant> startTime(long startTicks);

    TrackedProcess.Program program(int pid);

    Field<ByteString> cwd(int tid);
}
