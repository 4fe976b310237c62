package io.shrike.app.doctor;

import io.shrike.linux.libc.ProcessCalls;
import io.shrike.linux.procfs.ProcReader;
import io.shrike.linux.procfs.ProcStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What this process is allowed to do, as /proc tells it. */
final class ProcessProbes {
    private static final int CAP_SYS_PTRACE = 19;
    private static final int CAP_SYS_ADMIN = 21;
    private static final int FILTER = 2;

    private ProcessProbes() {}

    static List<Finding> all(Map<String, String> environment) {
        List<Finding> findings = new ArrayList<>();
        try (ProcReader proc = new ProcReader()) {
            proc.status(ProcessCalls.getpid()).asOptional().ifPresent(status -> {
                findings.add(capabilities(status));
                findings.add(privileges(status));
                findings.add(profile(status));
            });
        }
        findings.add(yama());
        findings.add(place(environment));
        return findings;
    }

    private static boolean has(ProcStatus status, int capability) {
        return (status.capEff() >> capability & 1) != 0;
    }

    private static Finding capabilities(ProcStatus status) {
        String detail = "user " + Integer.toUnsignedString(status.uid().effective()) + ", CAP_SYS_PTRACE "
                + (has(status, CAP_SYS_PTRACE) ? "yes" : "no");
        return has(status, CAP_SYS_PTRACE)
                ? Finding.works("capabilities", detail)
                : Finding.limited(
                        "capabilities",
                        detail,
                        "calls of programs of another user, or that make themselves undumpable, cannot be judged by path or"
                                + " address; they are counted as unreadable");
    }

    private static Finding privileges(ProcStatus status) {
        if (has(status, CAP_SYS_ADMIN)) {
            return Finding.works("filter without no_new_privs", "CAP_SYS_ADMIN yes");
        }
        return Finding.limited(
                "filter without no_new_privs",
                "CAP_SYS_ADMIN no",
                "no_new_privs is set for the watched program: sudo, su and file capabilities do not work in it");
    }

    private static Finding profile(ProcStatus status) {
        return Finding.fact(
                "outer seccomp profile",
                status.seccomp() == FILTER
                        ? "this process runs under a filter; a call that it refuses never reaches Shrike's"
                        : "none");
    }

    private static Finding yama() {
        String scope = KernelProbes.line("/proc/sys/kernel/yama/ptrace_scope");
        return switch (scope) {
            case "1", "2", "3" ->
                Finding.limited(
                        "yama.ptrace_scope",
                        scope,
                        "without CAP_SYS_PTRACE the memory of watched programs cannot be read"
                                + (scope.equals("3") ? ", nor with it" : ""));
            default -> Finding.works("yama.ptrace_scope", scope.startsWith("unknown") ? "no Yama" : scope);
        };
    }

    private static Finding place(Map<String, String> environment) {
        boolean task = environment.containsKey("ECS_CONTAINER_METADATA_URI_V4");
        return Finding.fact(
                "place",
                (task ? "a task of Amazon ECS" : "not a task of Amazon ECS")
                        + (ProcessHandle.of(1).isPresent() ? "" : "; /proc hides process 1"));
    }
}
