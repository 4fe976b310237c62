package io.shrike.trace.decode;

import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.memory.CStrings;
import io.shrike.linux.memory.ProcessMemory;
import io.shrike.linux.memory.StringVector;
import io.shrike.linux.memory.StringVectors;
import io.shrike.linux.memory.TraceeMemory;
import io.shrike.linux.syscall.Abi;
import io.shrike.model.ByteString;
import io.shrike.model.Field;
import io.shrike.model.FileTarget;
import io.shrike.trace.engine.Stop;
import io.shrike.trace.path.NameUse;
import io.shrike.trace.path.PathResolver;
import io.shrike.trace.tree.StoppedProcess;
import java.util.List;
import java.util.Optional;

/** The call of the current stop: its arguments, its caller's memory, and the names it uses. Reused for every stop. */
public final class Call {
    /** Longest path that the kernel takes, its NUL included. */
    static final int PATH_MAX = 4096;

    static final int AT_FDCWD = FileCalls.AT_FDCWD;

    private final ProcessMemory processMemory = new ProcessMemory();
    private final PathResolver paths;
    private final StoppedProcess process;
    private final byte[] scratch = new byte[PATH_MAX];
    private final long[] arguments = new long[6];
    private String name = "";
    private Abi abi = Abi.host();
    private TraceeMemory memory = processMemory;
    private int tid;

    Call(PathResolver paths, StoppedProcess process) {
        this.paths = paths;
        this.process = process;
    }

    /** Turns to another stop; {@code name} is the call's kernel name. */
    Call target(Stop stop, String name) {
        this.name = name;
        abi = stop.abi();
        tid = stop.tid();
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = stop.argument(i);
        }
        memory = processMemory.target(tid);
        return this;
    }

    /** Replaces name and arguments: a multiplexer such as i386 socketcall stands for another call. */
    void becomes(String inner, long[] innerArguments) {
        name = inner;
        System.arraycopy(innerArguments, 0, arguments, 0, innerArguments.length);
    }

    String name() {
        return name;
    }

    Abi abi() {
        return abi;
    }

    int tid() {
        return tid;
    }

    StoppedProcess process() {
        return process;
    }

    PathResolver paths() {
        return paths;
    }

    TraceeMemory memory() {
        return memory;
    }

    /** All 64 bits of an argument: pointers, sizes, offsets. */
    long argument(int index) {
        return arguments[index];
    }

    /** The low 32 bits, which are all that the kernel looks at for an int or a descriptor. */
    int intArgument(int index) {
        return (int) arguments[index];
    }

    List<Long> rawArguments() {
        return List.of(arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5]);
    }

    /** Bytes at {@code address}, all of them or the reason why not. */
    Field<byte[]> bytes(long address, int length) {
        byte[] into = new byte[length];
        int got = memory.read(address, into, 0, length);
        if (got < 0) {
            return Field.unreadable(Errno.name(-got));
        }
        return got < length ? Field.unreadable("EFAULT") : Field.known(into);
    }

    /** The path that argument {@code index} points to. */
    Field<ByteString> path(int index) {
        return cString(arguments[index]);
    }

    Field<ByteString> cString(long address) {
        int length = CStrings.read(memory, address, scratch, PATH_MAX);
        if (length < 0) {
            return Field.unreadable(Errno.name(length == CStrings.NOT_TERMINATED ? Errno.ENAMETOOLONG : -length));
        }
        return Field.known(ByteString.copyOf(scratch, 0, length));
    }

    /** NULL-terminated vector of strings, as argv and envp. */
    StringVector strings(long address, int maxStrings, int maxBytes) {
        return StringVectors.read(memory, abi.pointerSize(), address, maxStrings, maxBytes);
    }

    /** Pointer-sized word number {@code index} of the array at {@code address}. */
    Field<Long> word(long address, int index) {
        int size = abi.pointerSize();
        return bytes(address + (long) index * size, size).map(bytes -> ByteOrderedReads.word(bytes, 0, size));
    }

    /**
     * The file that path argument {@code pathIndex} names relative to descriptor argument {@code dirfdIndex}, or to the
     * working directory when that is negative. An unreadable path gives an unreadable target.
     */
    Optional<FileTarget> target(int dirfdIndex, int pathIndex, NameUse use) {
        int dirfd = dirfdIndex < 0 ? AT_FDCWD : intArgument(dirfdIndex);
        return target(dirfd, path(pathIndex), use);
    }

    Optional<FileTarget> target(int dirfd, Field<ByteString> path, NameUse use) {
        return switch (path) {
            case Field.Known<ByteString>(ByteString name) -> paths.resolve(process, dirfd, name, use);
            case Field.Unreadable<ByteString>(String reason) ->
                Optional.of(new FileTarget(Field.unreadable(reason), Field.unreadable(reason), false, false, 0, 0));
        };
    }

    /** The file that an empty path with AT_EMPTY_PATH names: of a descriptor, or the working directory for AT_FDCWD. */
    Optional<FileTarget> openFile(int index) {
        return intArgument(index) == AT_FDCWD
                ? paths.resolve(process, AT_FDCWD, ByteString.of((byte) '.'), NameUse.FOLLOW)
                : descriptor(index);
    }

    /** The file open as the descriptor in argument {@code index}. */
    Optional<FileTarget> descriptor(int index) {
        return paths.ofDescriptor(tid, intArgument(index), ByteString.EMPTY);
    }
}
