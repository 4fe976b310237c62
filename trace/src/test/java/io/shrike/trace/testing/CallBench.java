package io.shrike.trace.testing;

import io.shrike.linux.libc.NativeBuffer;
import io.shrike.linux.libc.ProcessCalls;
import io.shrike.linux.syscall.Abi;
import io.shrike.linux.syscall.SyscallTable;
import io.shrike.model.Activity;
import io.shrike.model.Interest;
import io.shrike.model.Needs;
import io.shrike.model.ProcessRef;
import io.shrike.model.Verdict;
import io.shrike.trace.decode.CallDecoder;
import io.shrike.trace.decode.Watchers;
import io.shrike.trace.path.LinkText;
import io.shrike.trace.path.PathResolver;
import io.shrike.trace.tree.Launchers;
import io.shrike.trace.tree.ProcFacts;
import io.shrike.trace.tree.ProcessTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A whole decoder over calls that were never made: the caller is this process, or another real one, and what the arguments
 * point to lies in its memory.
 */
public final class CallBench implements AutoCloseable {
    /** Wants every kind of activity and names no call. */
    public static final Needs EVERY_INTEREST = new Needs(EnumSet.allOf(Interest.class), Set.of(), false);

    /** No process: more than the kernel gives out. */
    public static final int SOMEBODY = 1 << 23;

    private final ProcFacts facts = new ProcFacts();
    private final ProcessTable table = new ProcessTable(facts, Launchers.of(1));
    private final LinkText links = new LinkText();
    private final List<NativeBuffer> memory = new ArrayList<>();
    private final List<Activity> seen = new ArrayList<>();
    private final List<ProcessRef> callers = new ArrayList<>();
    private final List<List<Long>> rawArguments = new ArrayList<>();
    private final Deque<Verdict> verdicts = new ArrayDeque<>();
    private final Watchers watchers = new Watchers(ProcessCalls.getpid(), Launchers.of(SOMEBODY));
    private final CallDecoder decoder;
    private int tid = ProcessCalls.getpid();
    private Abi abi = Abi.host();
    private Verdict last = Verdict.CONTINUE;

    public CallBench() {
        this(EVERY_INTEREST, 0);
    }

    public CallBench(Needs needs, long watchSinceSeconds) {
        decoder = new CallDecoder(
                needs,
                new PathResolver(ProcessCalls.getpid(), links),
                table,
                facts,
                watchSinceSeconds,
                watchers,
                (activity, raw, process, _) -> {
                    seen.add(activity);
                    rawArguments.add(raw);
                    callers.add(process.snapshot());
                    return verdicts.isEmpty() ? Verdict.CONTINUE : verdicts.removeFirst();
                });
    }

    /** The thread that makes the calls from now on. */
    public CallBench caller(int newTid) {
        tid = newTid;
        return this;
    }

    /** The ABI of the calls from now on. */
    public CallBench abi(Abi newAbi) {
        abi = newAbi;
        return this;
    }

    /** What the handler answers to the next activities. */
    public CallBench answer(Verdict... answers) {
        verdicts.addAll(List.of(answers));
        return this;
    }

    /** The verdict of the last call. */
    public Verdict verdict() {
        return last;
    }

    /** The registers handed on with each activity so far. */
    public List<List<Long>> rawArguments() {
        return List.copyOf(rawArguments);
    }

    /** What the calls are decoded and handled by. */
    public CallDecoder decoder() {
        return decoder;
    }

    /** The process behind each activity of the last call. */
    public List<ProcessRef> callers() {
        return List.copyOf(callers);
    }

    /** A buffer in this process that lives as long as the bench. */
    public NativeBuffer buffer(int size) {
        NativeBuffer buffer = new NativeBuffer(size);
        memory.add(buffer);
        return buffer;
    }

    /** Where these bytes, and a NUL after them, lie in this process. */
    public long put(byte... bytes) {
        NativeBuffer buffer = buffer(bytes.length + 1);
        buffer.putCString(bytes);
        return buffer.address();
    }

    /** Where this text, and a NUL after it, lies in this process. */
    public long put(String text) {
        return put(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Where a NULL-terminated vector of pointers to these strings lies in this process. */
    public long vector(String... words) {
        NativeBuffer pointers = buffer(8 * (words.length + 1));
        for (int i = 0; i < words.length; i++) {
            pointers.putLong(8 * i, put(words[i]));
        }
        return pointers.address();
    }

    /** The activities of a call by name; an argument is a number, or text or a path that is put into memory. */
    public List<Activity> call(String name, Object... arguments) {
        long[] words = new long[6];
        for (int i = 0; i < arguments.length; i++) {
            words[i] = switch (arguments[i]) {
                case String text -> put(text);
                case Path path -> put(path.toString());
                case byte[] bytes -> put(bytes);
                case Number number -> number.longValue();
                default -> throw new IllegalArgumentException(arguments[i].toString());
            };
        }
        int number = SyscallTable.of(abi).number(name).orElseThrow();
        return stop(new FakeStop(abi, number & ~abi.numberBits(), tid, words));
    }

    /** The activities of any stop. */
    public List<Activity> stop(FakeStop stop) {
        seen.clear();
        callers.clear();
        last = decoder.onStop(stop);
        return List.copyOf(seen);
    }

    /** The process table behind the decoder. */
    public ProcessTable table() {
        return table;
    }

    @Override
    public void close() {
        decoder.close();
        facts.close();
        links.close();
        memory.forEach(NativeBuffer::close);
    }
}
