package io.shrike.trace.engine.ptrace;

import io.shrike.linux.abi.PtraceEvents;
import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.ProcessCalls;
import io.shrike.linux.libc.TraceeCalls;
import io.shrike.linux.procfs.ProcReader;
import io.shrike.linux.procfs.ProcStat;
import io.shrike.linux.procfs.ProcStatus;
import io.shrike.linux.procfs.Reading;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Seizes every thread of a process. A thread that is seized takes those that it makes along; one that is not yet may make others
 * meanwhile, so that the list is read until there is nothing new in it. Owned by the stop thread.
 */
final class Attacher implements AutoCloseable {
    private static final int OPTIONS = PtraceEvents.PTRACE_O_TRACESYSGOOD
            | PtraceEvents.PTRACE_O_TRACEFORK
            | PtraceEvents.PTRACE_O_TRACEVFORK
            | PtraceEvents.PTRACE_O_TRACECLONE
            | PtraceEvents.PTRACE_O_TRACEEXEC;

    private static final int MOST_PASSES = 1000;

    /** From include/linux/sched.h. */
    private static final long PF_KTHREAD = 0x0020_0000;

    private static final Path YAMA_SCOPE = Path.of("/proc/sys/kernel/yama/ptrace_scope");

    private final TraceeTable tracees;
    private final ProcReader proc = new ProcReader();
    private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();
    private final int options;
    private int seized;
    private int missed;
    private int lastError;

    /** {@code filtered}: a filter in the tracees makes wanted calls stop. Other tracers' filters are left to them. */
    Attacher(TraceeTable tracees, boolean filtered) {
        this.tracees = tracees;
        options = filtered ? OPTIONS | PtraceEvents.PTRACE_O_TRACESECCOMP : OPTIONS;
    }

    /** Processes that could not be followed, by reason. Any thread. */
    Map<String, Long> refused() {
        Map<String, Long> byReason = new TreeMap<>();
        refused.forEach((reason, count) -> byReason.put(reason, count.sum()));
        return byReason;
    }

    Attachment attach(int pid) {
        Reading<ProcStatus> reading = proc.status(pid);
        if (!(reading instanceof Reading.Value<ProcStatus>(ProcStatus status))) {
            return refuse(pid, Errno.name(reading.errno()), "no such process");
        }
        int self = ProcessCalls.getpid();
        if (status.tgid() == self) {
            return refuse(pid, "self", "it is the sensor itself");
        }
        if (status.ppid() == self) {
            return refuse(pid, "child", "it is a child of the sensor, whose virtual machine would take its stops");
        }
        return seizeAll(status.tgid());
    }

    private Attachment seizeAll(int pid) {
        seized = 0;
        missed = 0;
        lastError = Errno.ESRCH;
        int known = 0;
        for (int pass = 0; pass < MOST_PASSES; pass++) {
            int before = seized;
            missed = 0;
            known = seizeListed(pid);
            if (seized == before) {
                break;
            }
        }
        if (known == 0) {
            return refuse(pid, Errno.name(lastError), why(pid));
        }
        return new Attachment.Attached(pid, seized, missed);
    }

    /** Seizes the threads that are listed now and not followed yet: how many of those listed are followed then. */
    private int seizeListed(int pid) {
        String[] threads = new File("/proc/" + pid + "/task").list();
        int known = 0;
        for (String thread : threads == null ? new String[0] : threads) {
            int tid = Integer.parseInt(thread);
            if (tracees.contains(tid) || seize(tid) || isOurs(tid)) {
                known++;
            } else if (isAlive(tid)) {
                missed++;
            }
        }
        return known;
    }

    private boolean seize(int tid) {
        int result = TraceeCalls.seize(tid, options);
        if (result < 0) {
            lastError = -result;
            return false;
        }
        Interruptions.interrupt(tracees.get(tid));
        seized++;
        return true;
    }

    private boolean isOurs(int tid) {
        return tracerOf(tid) == ProcessCalls.gettid();
    }

    private int tracerOf(int tid) {
        return proc.status(tid).asOptional().map(ProcStatus::tracerPid).orElse(0);
    }

    /** A thread that has ended, and waits for others of its process or for its parent, cannot be followed. */
    private boolean isAlive(int tid) {
        return proc.stat(tid)
                .asOptional()
                .map(ProcStat::state)
                .filter(state -> state != 'Z' && state != 'X')
                .isPresent();
    }

    private String why(int pid) {
        int tracer = tracerOf(pid);
        if (tracer != 0) {
            return "traced by pid " + tracer + " (TracerPid)";
        }
        if (!isAlive(pid)) {
            return "it has ended";
        }
        if (proc.stat(pid)
                .asOptional()
                .filter(stat -> (stat.flags() & PF_KTHREAD) != 0)
                .isPresent()) {
            return "it is a thread of the kernel";
        }
        String scope = yamaScope();
        String yama = scope.equals("0") ? "" : ", and kernel.yama.ptrace_scope is " + scope;
        return "this process may not trace it: it needs CAP_SYS_PTRACE, or the same user and a dumpable program" + yama;
    }

    private static String yamaScope() {
        try {
            return Files.readString(YAMA_SCOPE).strip();
        } catch (IOException noYama) {
            return "0";
        }
    }

    private Attachment refuse(int pid, String code, String why) {
        refused.computeIfAbsent(code, _ -> new LongAdder()).increment();
        return new Attachment.Refused(pid, code.startsWith("E") ? code + ": " + why : why);
    }

    @Override
    public void close() {
        proc.close();
    }
}
