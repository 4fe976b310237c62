package io.shrike.trace.decode;

import io.shrike.trace.decode.ArgumentTable.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Kernel names of argument values; a value without a name stays a number. */
final class ArgumentNames {
    private static final Map<Long, String> PTRACE = names("""
            0 PTRACE_TRACEME
            1 PTRACE_PEEKTEXT
            2 PTRACE_PEEKDATA
            3 PTRACE_PEEKUSER
            4 PTRACE_POKETEXT
            5 PTRACE_POKEDATA
            6 PTRACE_POKEUSER
            7 PTRACE_CONT
            8 PTRACE_KILL
            9 PTRACE_SINGLESTEP
            12 PTRACE_GETREGS
            13 PTRACE_SETREGS
            16 PTRACE_ATTACH
            17 PTRACE_DETACH
            24 PTRACE_SYSCALL
            16896 PTRACE_SETOPTIONS
            16897 PTRACE_GETEVENTMSG
            16898 PTRACE_GETSIGINFO
            16899 PTRACE_SETSIGINFO
            16900 PTRACE_GETREGSET
            16901 PTRACE_SETREGSET
            16902 PTRACE_SEIZE
            16903 PTRACE_INTERRUPT
            16904 PTRACE_LISTEN
            16910 PTRACE_GET_SYSCALL_INFO
            """);

    private static final Map<Long, String> PRCTL = names("""
            1 PR_SET_PDEATHSIG
            4 PR_SET_DUMPABLE
            15 PR_SET_NAME
            22 PR_SET_SECCOMP
            24 PR_CAPBSET_DROP
            28 PR_SET_SECUREBITS
            35 PR_SET_MM
            36 PR_SET_CHILD_SUBREAPER
            38 PR_SET_NO_NEW_PRIVS
            47 PR_CAP_AMBIENT
            53 PR_SET_SPECULATION_CTRL
            59 PR_SET_SYSCALL_USER_DISPATCH
            62 PR_SCHED_CORE
            65 PR_SET_MDWE
            1499557217 PR_SET_PTRACER
            1398164801 PR_SET_VMA
            """);

    private static final Map<Long, String> BPF = names("""
            0 BPF_MAP_CREATE
            1 BPF_MAP_LOOKUP_ELEM
            2 BPF_MAP_UPDATE_ELEM
            3 BPF_MAP_DELETE_ELEM
            5 BPF_PROG_LOAD
            6 BPF_OBJ_PIN
            7 BPF_OBJ_GET
            8 BPF_PROG_ATTACH
            18 BPF_BTF_LOAD
            28 BPF_LINK_CREATE
            """);

    private static final Map<Long, String> SECCOMP = names("""
            0 SECCOMP_SET_MODE_STRICT
            1 SECCOMP_SET_MODE_FILTER
            2 SECCOMP_GET_ACTION_AVAIL
            3 SECCOMP_GET_NOTIF_SIZES
            """);

    private static final Map<Long, String> CLONE_BITS = names("""
            128 CLONE_NEWTIME
            256 CLONE_VM
            512 CLONE_FS
            1024 CLONE_FILES
            2048 CLONE_SIGHAND
            131072 CLONE_NEWNS
            262144 CLONE_SYSVSEM
            33554432 CLONE_NEWCGROUP
            67108864 CLONE_NEWUTS
            134217728 CLONE_NEWIPC
            268435456 CLONE_NEWUSER
            536870912 CLONE_NEWPID
            1073741824 CLONE_NEWNET
            """);

    private static final Map<Long, String> PROT_BITS = names("""
            1 PROT_READ
            2 PROT_WRITE
            4 PROT_EXEC
            """);

    private static final String[] SIGNALS = {
        "0",
        "SIGHUP",
        "SIGINT",
        "SIGQUIT",
        "SIGILL",
        "SIGTRAP",
        "SIGABRT",
        "SIGBUS",
        "SIGFPE",
        "SIGKILL",
        "SIGUSR1",
        "SIGSEGV",
        "SIGUSR2",
        "SIGPIPE",
        "SIGALRM",
        "SIGTERM",
        "SIGSTKFLT",
        "SIGCHLD",
        "SIGCONT",
        "SIGSTOP",
        "SIGTSTP",
        "SIGTTIN",
        "SIGTTOU",
        "SIGURG",
        "SIGXCPU",
        "SIGXFSZ",
        "SIGVTALRM",
        "SIGPROF",
        "SIGWINCH",
        "SIGIO",
        "SIGPWR",
        "SIGSYS"
    };

    private ArgumentNames() {}

    static String name(Kind kind, long value) {
        long low = value & 0xffff_ffffL;
        return switch (kind) {
            case PTRACE -> PTRACE.getOrDefault(low, Long.toString(low));
            case PRCTL -> PRCTL.getOrDefault(low, Long.toString(low));
            case BPF -> BPF.getOrDefault(low, Long.toString(low));
            case SECCOMP -> SECCOMP.getOrDefault(low, Long.toString(low));
            case SIGNAL -> signal(low);
            case CLONE -> bits(CLONE_BITS, low);
            case PROT -> bits(PROT_BITS, low);
            case STRING, DESCRIPTOR, INT, ID, HEX -> Long.toString(value);
        };
    }

    private static String signal(long number) {
        if (number < SIGNALS.length) {
            return SIGNALS[(int) number];
        }
        return number < 65 ? "SIGRT" + number : Long.toString(number);
    }

    private static String bits(Map<Long, String> names, long value) {
        List<String> set = new ArrayList<>();
        long rest = value;
        for (long bit = 1; bit != 0 && rest != 0; bit <<= 1) {
            String name = names.get(bit);
            if ((rest & bit) != 0 && name != null) {
                set.add(name);
                rest &= ~bit;
            }
        }
        if (rest != 0 || set.isEmpty()) {
            set.add("0x" + Long.toHexString(rest));
        }
        return String.join("|", set);
    }

    private static Map<Long, String> names(String table) {
        Map<Long, String> names = new TreeMap<>();
        table.lines().forEach(line -> {
            String[] words = line.split(" ");
            names.put(Long.parseLong(words[0]), words[1]);
        });
        return names;
    }
}
