package io.shrike.linux.libc;

import io.shrike.linux.abi.Architecture;

/** Numbers of the calls made through syscall(2), on the machine this runs on. From asm/unistd.h. */
final class SyscallNumbers {
    private static final boolean ARM64 = isArm64();

    static final long X86_STATX = 332;
    static final long ARM64_STATX = 291;
    static final long STATX = ARM64 ? ARM64_STATX : X86_STATX;

    static final long X86_SECCOMP = 317;
    static final long ARM64_SECCOMP = 277;
    static final long SECCOMP = ARM64 ? ARM64_SECCOMP : X86_SECCOMP;

    static final long X86_TGKILL = 234;
    static final long ARM64_TGKILL = 131;
    static final long TGKILL = ARM64 ? ARM64_TGKILL : X86_TGKILL;

    static final long X86_GETTID = 186;
    static final long ARM64_GETTID = 178;
    static final long GETTID = ARM64 ? ARM64_GETTID : X86_GETTID;

    static final long X86_PTRACE = 101;
    static final long ARM64_PTRACE = 117;
    static final long PTRACE = ARM64 ? ARM64_PTRACE : X86_PTRACE;

    static final long X86_WAIT4 = 61;
    static final long ARM64_WAIT4 = 260;
    static final long WAIT4 = ARM64 ? ARM64_WAIT4 : X86_WAIT4;

    static final long X86_TKILL = 200;
    static final long ARM64_TKILL = 130;
    static final long TKILL = ARM64 ? ARM64_TKILL : X86_TKILL;

    // The same on every architecture from here on.
    static final long PIDFD_SEND_SIGNAL = 424;
    static final long PIDFD_OPEN = 434;
    static final long OPENAT2 = 437;
    static final long PIDFD_GETFD = 438;

    private SyscallNumbers() {}

    private static boolean isArm64() {
        if (!Architecture.IS_ARM64 && !Architecture.IS_X86) {
            throw new UnsupportedOperationException(
                    "Shrike runs on x86_64 and aarch64, not on " + System.getProperty("os.arch"));
        }
        return Architecture.IS_ARM64;
    }
}
