package io.shrike.linux.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/** Links functions of the C library, each with its errno captured in the call. */
final class Native {
    static final ValueLayout.OfInt INT = JAVA_INT;
    static final ValueLayout.OfLong LONG = JAVA_LONG;
    static final MemoryLayout POINTER = ADDRESS;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");

    private Native() {}

    /** A function that takes all its arguments in a fixed list and may block. */
    static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        return link(name, FunctionDescriptor.of(result, arguments), CAPTURE);
    }

    /** A function that never blocks: the call skips the thread state change that would let the collector run meanwhile. */
    static MethodHandle quick(String name, MemoryLayout result, MemoryLayout... arguments) {
        return link(name, FunctionDescriptor.of(result, arguments), CAPTURE, Linker.Option.critical(false));
    }

    /** A function whose arguments from {@code fixed} on are variadic in C. */
    static MethodHandle variadic(String name, int fixed, MemoryLayout result, MemoryLayout... arguments) {
        return link(name, FunctionDescriptor.of(result, arguments), CAPTURE, Linker.Option.firstVariadicArg(fixed));
    }

    /** {@link #variadic} for a call that never blocks. */
    static MethodHandle quickVariadic(String name, int fixed, MemoryLayout result, MemoryLayout... arguments) {
        return link(
                name,
                FunctionDescriptor.of(result, arguments),
                CAPTURE,
                Linker.Option.firstVariadicArg(fixed),
                Linker.Option.critical(false));
    }

    /** syscall(2) with these argument types after the number, for calls the C library may have no wrapper for. */
    static MethodHandle syscall(MemoryLayout... arguments) {
        return variadic("syscall", 1, LONG, withNumber(arguments));
    }

    /** {@link #syscall} for a call that never blocks. */
    static MethodHandle quickSyscall(MemoryLayout... arguments) {
        return quickVariadic("syscall", 1, LONG, withNumber(arguments));
    }

    /** What a downcall threw although its arguments have the right types: a mistake in this package. */
    static AssertionError unexpected(Throwable thrown) {
        if (thrown instanceof RuntimeException misuse) {
            throw misuse;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        return new AssertionError(thrown);
    }

    private static MemoryLayout[] withNumber(MemoryLayout[] arguments) {
        MemoryLayout[] all = new MemoryLayout[arguments.length + 1];
        Arrays.fill(all, LONG);
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return all;
    }

    private static MethodHandle link(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, options);
    }
}
