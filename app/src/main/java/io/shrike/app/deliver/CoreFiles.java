package io.shrike.app.deliver;

import io.shrike.linux.abi.Resource;
import io.shrike.linux.libc.NativeBuffer;
import io.shrike.linux.libc.ProcessCalls;

/** Core files of the sensor, which would hold its secrets. */
final class CoreFiles {
    /** Smaller than any core file, and not 0, which a program that core_pattern names would not heed: see core(5). */
    private static final long NONE = 1;

    private CoreFiles() {}

    /** From now on there are none, of this process only. Where it cannot be, all stays as it was. */
    static void prevent() {
        try (NativeBuffer limits = new NativeBuffer(16)) {
            limits.putLong(0, NONE);
            limits.putLong(8, NONE);
            ProcessCalls.setrlimit(Resource.RLIMIT_CORE, limits);
        }
    }
}
