package io.shrike.app.explain;

import io.shrike.linux.seccomp.ArgumentTest;
import io.shrike.linux.seccomp.FilterRule;
import io.shrike.model.Interest;
import io.shrike.model.Needs;
import io.shrike.trace.launch.FilterPlan;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** How often a call stops in an ordinary server, in rising order. */
public enum CostClass {
    /** Never. */
    NONE,
    /** A few times in the life of a program, or not at all. */
    RARE,
    /** Some times for each program that is started. */
    PER_PROGRAM,
    /** Some times for each connection or socket. */
    PER_CONNECTION,
    /** Once for each file that is changed. */
    PER_CHANGE,
    /** Once for each file that is opened. */
    PER_OPEN,
    /** Each time, of a call that programs make all the time. */
    PER_CALL;

    private static final Set<String> SELDOM = Set.of(
            "ptrace",
            "process_vm_readv",
            "process_vm_writev",
            "process_madvise",
            "pidfd_getfd",
            "memfd_create",
            "memfd_secret",
            "personality",
            "setuid",
            "setgid",
            "setreuid",
            "setregid",
            "setresuid",
            "setresgid",
            "setfsuid",
            "setfsgid",
            "setgroups",
            "capset",
            "unshare",
            "setns",
            "mount",
            "umount2",
            "umount",
            "move_mount",
            "open_tree",
            "fsopen",
            "fsmount",
            "fsconfig",
            "fspick",
            "open_tree_attr",
            "mount_setattr",
            "pivot_root",
            "chroot",
            "bpf",
            "init_module",
            "finit_module",
            "delete_module",
            "kexec_load",
            "kexec_file_load",
            "io_uring_setup",
            "userfaultfd",
            "perf_event_open",
            "keyctl",
            "add_key",
            "request_key",
            "open_by_handle_at",
            "name_to_handle_at",
            "iopl",
            "ioperm",
            "reboot",
            "settimeofday",
            "clock_settime",
            "adjtimex",
            "clock_adjtime",
            "swapon",
            "swapoff",
            "sethostname",
            "setdomainname",
            "acct",
            "quotactl",
            "syslog",
            "fanotify_init",
            "seccomp",
            "modify_ldt",
            "lookup_dcookie",
            "vhangup",
            "kcmp",
            "landlock_create_ruleset");

    private static final Set<String> CHANGES = changes();

    /** What stops for rules about changes of files, and not without them. */
    private static Set<String> changes() {
        Set<Interest> interests = Set.of(
                Interest.FILE_WRITE,
                Interest.FILE_UNLINK,
                Interest.FILE_CHMOD,
                Interest.FILE_CHOWN,
                Interest.FILE_RENAME,
                Interest.FILE_XATTR);
        Set<String> names = planned(interests);
        names.removeAll(planned(Set.of()));
        return names;
    }

    private static Set<String> planned(Set<Interest> interests) {
        return FilterPlan.rules(new Needs(interests, Set.of(), false), Set.of()).stream()
                .map(FilterRule::syscall)
                .collect(Collectors.toSet());
    }

    /** The class of a call that stops as {@code rule} says. */
    public static CostClass of(FilterRule rule) {
        String call = rule.syscall();
        boolean always = rule.anyOf().isEmpty() || rule.anyOf().stream().anyMatch(List::isEmpty);
        if (SELDOM.contains(call)) {
            return RARE;
        }
        return switch (call) {
            case "open", "openat" -> always || !onlyBits(rule) ? PER_OPEN : PER_CHANGE;
            // libcs open files by the other two
            case "openat2" -> RARE;
            case "execve", "execveat" -> PER_PROGRAM;
            case "mmap", "mmap2" -> always ? PER_CALL : PER_PROGRAM;
            case "prctl" -> always ? PER_CALL : PER_PROGRAM;
            case "clone" -> always ? PER_CALL : RARE;
            case "socket" -> always ? PER_CONNECTION : RARE;
            case "sendto" -> always ? PER_CALL : PER_CONNECTION;
            case "connect", "bind", "listen", "accept", "accept4" -> PER_CONNECTION;
            default -> CHANGES.contains(call) ? PER_CHANGE : PER_CALL;
        };
    }

    /** Whether some flag must be set, as it is of opens that may change a file. */
    private static boolean onlyBits(FilterRule rule) {
        return rule.anyOf().stream()
                .allMatch(allOf -> allOf.stream().anyMatch(ArgumentTest.MaskAnySet.class::isInstance));
    }

    /** For people and programs, e.g. {@code per-open}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
