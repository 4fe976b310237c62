package io.shrike.trace.engine.ptrace;

import io.shrike.linux.abi.PtraceSyscallInfo;
import io.shrike.linux.libc.NativeBuffer;
import io.shrike.linux.libc.TraceeCalls;
import io.shrike.linux.syscall.Abi;
import io.shrike.trace.engine.ResultCheck;
import io.shrike.trace.engine.Stop;
import org.jspecify.annotations.Nullable;

/** What PTRACE_GET_SYSCALL_INFO told of the thread that was looked at last. */
final class PtraceStop implements Stop, AutoCloseable {
    private final NativeBuffer info = new NativeBuffer(PtraceSyscallInfo.SIZE);
    private final Abi host = Abi.host();
    private Abi abi = host;
    private int number;
    private int tid;
    private int pid;
    private @Nullable ResultCheck check;

    /** Looks at the stopped thread: a PTRACE_SYSCALL_INFO_ value, or -errno. */
    int look(int stopped) {
        int got = TraceeCalls.syscallInfo(stopped, info);
        tid = stopped;
        check = null;
        return got < 0 ? got : info.getByte(PtraceSyscallInfo.OP);
    }

    /** The stop is the entry of a call: makes its ABI and number known. */
    void entered() {
        int nr = rawNumber();
        int arch = arch();
        abi = arch == host.auditArch() && nr < Abi.X32_SYSCALL_BIT && nr < 512 && nr >= 0
                ? host
                : Abi.of(arch, nr).orElse(host);
        number = nr & ~abi.numberBits();
    }

    /** The stop is the end of a call: what it returns, -errno for a failure. */
    long result() {
        return info.getLong(PtraceSyscallInfo.RVAL);
    }

    int arch() {
        return info.getInt(PtraceSyscallInfo.ARCH);
    }

    /** The number with the bits of its ABI. */
    int rawNumber() {
        return (int) info.getLong(PtraceSyscallInfo.NR);
    }

    /** The address behind the call. */
    long instructionPointer() {
        return info.getLong(PtraceSyscallInfo.INSTRUCTION_POINTER);
    }

    @Override
    public Abi abi() {
        return abi;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public long argument(int index) {
        return info.getLong(PtraceSyscallInfo.ARGS + Long.BYTES * index);
    }

    @Override
    public int tid() {
        return tid;
    }

    @Override
    public boolean stillStopped() {
        return TraceeCalls.eventMessage(tid) >= 0;
    }

    @Override
    public void checkResult(int process, ResultCheck wanted) {
        pid = process;
        check = wanted;
    }

    /** Who looks at the result of this call; null when nobody asked to. */
    @Nullable
    ResultCheck check() {
        return check;
    }

    int pid() {
        return pid;
    }

    @Override
    public void close() {
        info.close();
    }
}
