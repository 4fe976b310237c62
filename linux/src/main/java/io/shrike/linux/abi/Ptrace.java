package io.shrike.linux.abi;

/** Requests of ptrace(2), from linux/ptrace.h; those below 0x4200 that only one architecture has are not listed. */
public final class Ptrace {
    public static final int PTRACE_TRACEME = 0x0;
    public static final int PTRACE_PEEKTEXT = 0x1;
    public static final int PTRACE_PEEKDATA = 0x2;
    public static final int PTRACE_PEEKUSR = 0x3;
    public static final int PTRACE_POKETEXT = 0x4;
    public static final int PTRACE_POKEDATA = 0x5;
    public static final int PTRACE_POKEUSR = 0x6;
    public static final int PTRACE_CONT = 0x7;
    public static final int PTRACE_KILL = 0x8;
    public static final int PTRACE_SINGLESTEP = 0x9;
    public static final int PTRACE_ATTACH = 0x10;
    public static final int PTRACE_DETACH = 0x11;
    public static final int PTRACE_SYSCALL = 0x18;
    public static final int PTRACE_SETOPTIONS = 0x4200;
    public static final int PTRACE_GETEVENTMSG = 0x4201;
    public static final int PTRACE_GETSIGINFO = 0x4202;
    public static final int PTRACE_SETSIGINFO = 0x4203;
    public static final int PTRACE_GETREGSET = 0x4204;
    public static final int PTRACE_SETREGSET = 0x4205;
    public static final int PTRACE_SEIZE = 0x4206;
    public static final int PTRACE_INTERRUPT = 0x4207;
    public static final int PTRACE_LISTEN = 0x4208;
    public static final int PTRACE_PEEKSIGINFO = 0x4209;
    public static final int PTRACE_GETSIGMASK = 0x420a;
    public static final int PTRACE_SETSIGMASK = 0x420b;
    public static final int PTRACE_SECCOMP_GET_FILTER = 0x420c;
    public static final int PTRACE_SECCOMP_GET_METADATA = 0x420d;
    public static final int PTRACE_GET_SYSCALL_INFO = 0x420e;
    public static final int PTRACE_GET_RSEQ_CONFIGURATION = 0x420f;

    private Ptrace() {}

    /** The name of a request, such as {@code PTRACE_ATTACH}, or its number in hexadecimal. */
    public static String requestName(long request) {
        return Names.REQUESTS.nameOf(request);
    }

    private static final class Names {
        static final ConstantNames REQUESTS = ConstantNames.of(Ptrace.class, "PTRACE_");
    }
}
