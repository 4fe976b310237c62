package io.shrike.trace.launch;

import static io.shrike.linux.abi.Fcntl.O_CREAT;
import static io.shrike.linux.abi.Fcntl.O_PATH;
import static io.shrike.linux.abi.Fcntl.O_TRUNC;

import io.shrike.linux.abi.Sched;
import io.shrike.linux.seccomp.ArgumentTest;
import io.shrike.linux.seccomp.FilterCompiler;
import io.shrike.linux.seccomp.FilterRule;
import io.shrike.model.Interest;
import io.shrike.model.Needs;
import io.shrike.model.RegisterTest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;

/**
 * Which calls must stop, and with which arguments, so that everything a policy needs is seen and nothing else leaves the
 * kernel. Calls that Shrike itself depends on, or that stop far too often to be worth it, are never stopped.
 */
public final class FilterPlan {
    /** Never stopped: what runs between filter and exec, what a monitor would deadlock on, and what carries no meaning. */
    public static final Set<String> NEVER = Set.of(
            "read",
            "write",
            "close",
            "fork",
            "vfork",
            "clone",
            "clone3",
            "exit",
            "exit_group",
            "futex",
            "futex_time64",
            "futex_waitv",
            "futex_wait",
            "futex_wake",
            "futex_requeue",
            "rt_sigreturn",
            "sigreturn",
            "restart_syscall",
            "sched_yield",
            "clock_gettime",
            "gettimeofday",
            "time",
            "rt_sigprocmask",
            "sigprocmask",
            "nanosleep",
            "clock_nanosleep",
            "poll",
            "ppoll",
            "select",
            "pselect6",
            "_newselect",
            "epoll_wait",
            "epoll_pwait",
            "epoll_pwait2",
            "clock_gettime64",
            "clock_nanosleep_time64",
            "ppoll_time64",
            "pselect6_time64",
            "munmap",
            "brk",
            "madvise",
            "set_robust_list",
            "rseq",
            "readv",
            "writev",
            "pread64",
            "pwrite64",
            "lseek",
            "_llseek",
            "recvfrom",
            "recvmsg",
            "recvmmsg",
            "recv");

    /** So many values of conditions fit any filter with room to spare; of calls beyond them the judge alone tests. */
    static final int MOST_VALUES = 256;

    private static final int WRITE_MODES = 3;
    private static final int TMPFILE_BIT = 0x40_0000;
    private static final int PROT_EXEC = 4;
    private static final int MSG_NOSIGNAL = 0x4000;
    /** CLONE_NEWTIME is no flag of clone(2): its bit belongs to the exit signal there. */
    private static final int CLONE_NAMESPACES = Sched.NEW_NAMESPACES & ~Sched.CLONE_NEWTIME;

    private static final int MAP_ANONYMOUS = 0x20;
    private static final int SOCK_RAW = 3;
    private static final int SOCK_PACKET = 10;
    private static final int AF_PACKET = 17;

    private final Map<String, List<List<ArgumentTest>>> rules = new LinkedHashMap<>();

    private FilterPlan() {}

    /** The rules for {@code needs}; {@code allNames} are all names of the host's table, for {@code everySyscall}. */
    public static List<FilterRule> rules(Needs needs, Collection<String> allNames) {
        FilterPlan plan = new FilterPlan();
        plan.always("execve", "execveat", "io_uring_setup", "chroot", "pivot_root", "setns", "unshare");
        plan.rules.put("clone", List.of(List.of(ArgumentTest.anySet(0, Sched.CLONE_NEWNS))));
        needs.interests().stream().sorted().forEach(plan::add);
        plan.allow(needs.allowed());
        plan.named(needs);
        if (needs.everySyscall()) {
            allNames.stream().sorted().forEach(plan::always);
        }
        List<FilterRule> list = new ArrayList<>();
        plan.rules.forEach((name, anyOf) -> {
            if (FilterCompiler.knows(name)) {
                list.add(new FilterRule(name, anyOf));
            }
        });
        return list;
    }

    /** As much of these calls as some section of a policy could need; what no section reads is seen whole. */
    private void allow(Collection<String> names) {
        FilterPlan everything = new FilterPlan();
        for (Interest interest : Interest.values()) {
            everything.add(interest);
        }
        for (String name : new TreeSet<>(names)) {
            List<List<ArgumentTest>> anyOf = everything.rules.getOrDefault(name, List.of());
            if (anyOf.isEmpty()) {
                always(name);
            }
            anyOf.forEach(all -> when(name, all));
        }
    }

    /** The calls that rules name, with their conditions where all rules of a call have such that the kernel can test. */
    private void named(Needs needs) {
        int room = MOST_VALUES;
        for (String name : new TreeSet<>(needs.syscalls())) {
            List<List<RegisterTest>> anyOf = needs.conditions().getOrDefault(name, List.of());
            int values = RegisterTests.values(anyOf);
            if (anyOf.isEmpty() || values > room) {
                always(name);
            } else {
                room -= values;
                anyOf.forEach(allOf -> whenNamed(name, allOf));
            }
        }
    }

    private void whenNamed(String name, List<RegisterTest> allOf) {
        List<ArgumentTest> tests = RegisterTests.lower(allOf);
        if (name.equals("clone")) {
            tests.add(ArgumentTest.anySet(0, CLONE_NAMESPACES));
        }
        if (name.equals("clone") || !NEVER.contains(name)) {
            when(name, List.copyOf(tests));
        }
    }

    private void add(Interest interest) {
        switch (interest) {
            case FILE_READ -> opens(argument -> List.of(opensContent(argument)));
            case FILE_WRITE -> writes();
            case FILE_UNLINK -> {
                always("unlink", "unlinkat", "rmdir");
                renames();
            }
            case FILE_CHMOD -> always("chmod", "fchmod", "fchmodat", "fchmodat2");
            case FILE_CHOWN -> always("chown", "lchown", "fchown", "fchownat");
            case FILE_RENAME -> renames();
            case FILE_XATTR ->
                always(
                        "setxattr",
                        "lsetxattr",
                        "fsetxattr",
                        "setxattrat",
                        "removexattr",
                        "lremovexattr",
                        "fremovexattr",
                        "removexattrat");
            case EXEC, EXEC_ENVIRONMENT, EXEC_SOCKETS, EXEC_DIGEST -> always("execve", "execveat");
            case CONNECT -> always("connect");
            case SEND -> sends();
            case DNS -> dns();
            case RAW_SOCKET -> rawSockets();
            case BIND -> always("bind");
            case LISTEN -> always("listen");
            case ACCEPT -> always("accept", "accept4");
            case LIBRARY -> libraries();
            case FILE_IDENTITY, OPEN_RESULT, EXEC_RESULT, CONNECT_RESULT -> {}
        }
    }

    private void renames() {
        always("rename", "renameat", "renameat2");
    }

    private void writes() {
        opens(argument -> List.of(
                ArgumentTest.anySet(argument, WRITE_MODES | O_CREAT | O_TRUNC | TMPFILE_BIT), opensContent(argument)));
        renames();
        always(
                "creat",
                "truncate",
                "ftruncate",
                "fallocate",
                "link",
                "linkat",
                "symlink",
                "symlinkat",
                "mkdir",
                "mkdirat",
                "mknod",
                "mknodat");
    }

    /** With O_PATH the kernel neither reads nor creates, whatever else is set. */
    private static ArgumentTest opensContent(int argument) {
        return ArgumentTest.maskedEquals(argument, O_PATH, 0);
    }

    /** {@code onFlags} makes the tests for the argument that has the flags; openat2 has them behind a pointer. */
    private void opens(IntFunction<List<ArgumentTest>> onFlags) {
        when("open", onFlags.apply(1));
        when("openat", onFlags.apply(2));
        always("openat2");
    }

    /** Datagrams that name a receiver; a send on a connected socket carries no address to judge. */
    private void sends() {
        when("sendto", List.of(new ArgumentTest.MaskAnySet(4, -1L, ArgumentTest.Width.LONG)));
        always("sendmsg", "sendmmsg");
    }

    /** Resolvers connect first and then send without an address, but with MSG_NOSIGNAL, which bulk senders seldom set. */
    private void dns() {
        sends();
        always("connect");
        when("sendto", List.of(ArgumentTest.anySet(3, MSG_NOSIGNAL)));
    }

    /** The kernel makes a packet socket of SOCK_PACKET whatever the family says (net/socket.c). */
    private void rawSockets() {
        when("socket", List.of(ArgumentTest.maskedEquals(1, 0xf, SOCK_RAW)));
        when("socket", List.of(ArgumentTest.maskedEquals(1, 0xf, SOCK_PACKET)));
        when("socket", List.of(ArgumentTest.equalTo(0, AF_PACKET)));
    }

    private void libraries() {
        List<ArgumentTest> fileBackedCode =
                List.of(ArgumentTest.anySet(2, PROT_EXEC), ArgumentTest.maskedEquals(3, MAP_ANONYMOUS, 0));
        when("mmap", fileBackedCode);
        when("mmap2", fileBackedCode);
    }

    private void always(String... names) {
        for (String name : names) {
            always(name);
        }
    }

    /** An empty list of alternatives means always, and stays so. */
    private void always(String name) {
        if (!NEVER.contains(name)) {
            rules.put(name, List.of());
        } else if (name.equals("clone")) {
            when(name, List.of(ArgumentTest.anySet(0, CLONE_NAMESPACES)));
        }
    }

    private void when(String name, List<ArgumentTest> all) {
        List<List<ArgumentTest>> known = rules.get(name);
        if (known == null) {
            rules.put(name, List.of(all));
        } else if (!known.isEmpty() && !known.contains(all)) {
            List<List<ArgumentTest>> more = new ArrayList<>(known);
            more.add(all);
            rules.put(name, List.copyOf(more));
        }
    }
}
