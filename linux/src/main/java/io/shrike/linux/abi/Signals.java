package io.shrike.linux.abi;

/** Signal numbers of signal(7), from asm/signal.h; the same on x86 and on arm. */
public final class Signals {
    public static final int SIGHUP = 1;
    public static final int SIGINT = 2;
    public static final int SIGQUIT = 3;
    public static final int SIGILL = 4;
    public static final int SIGTRAP = 5;
    public static final int SIGABRT = 6;
    public static final int SIGBUS = 7;
    public static final int SIGFPE = 8;
    public static final int SIGKILL = 9;
    public static final int SIGUSR1 = 10;
    public static final int SIGSEGV = 11;
    public static final int SIGUSR2 = 12;
    public static final int SIGPIPE = 13;
    public static final int SIGALRM = 14;
    public static final int SIGTERM = 15;
    public static final int SIGSTKFLT = 16;
    public static final int SIGCHLD = 17;
    public static final int SIGCONT = 18;
    public static final int SIGSTOP = 19;
    public static final int SIGTSTP = 20;
    public static final int SIGTTIN = 21;
    public static final int SIGTTOU = 22;
    public static final int SIGURG = 23;
    public static final int SIGXCPU = 24;
    public static final int SIGXFSZ = 25;
    public static final int SIGVTALRM = 26;
    public static final int SIGPROF = 27;
    public static final int SIGWINCH = 28;
    public static final int SIGIO = 29;
    public static final int SIGPWR = 30;
    public static final int SIGSYS = 31;

    private Signals() {}

    /** The kernel's first real-time signal; the C library keeps the first two for itself. */
    public static final int SIGRTMIN = 32;

    /** The last signal. */
    public static final int SIGRTMAX = 64;

    /** The name of a signal, such as {@code SIGTERM} or {@code SIGRTMIN+3}, or {@code signal 99}. */
    public static String name(int signal) {
        if (signal >= SIGRTMIN && signal <= SIGRTMAX) {
            return signal == SIGRTMIN ? "SIGRTMIN" : "SIGRTMIN+" + (signal - SIGRTMIN);
        }
        return signal > 0 && signal < SIGRTMIN ? Names.SIGNALS.nameOf(signal) : "signal " + signal;
    }

    private static final class Names {
        static final ConstantNames SIGNALS =
                ConstantNames.of(Signals.class, "SIG").without("SIGRT");
    }
}
