package io.shrike.trace.tree;

import io.shrike.model.Ancestor;
import io.shrike.model.ByteString;
import io.shrike.model.Field;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One watched process (thread group) and what is remembered of it between stops. Program and arguments are read from /proc
 * when first asked for and again after each exec; when the process is gone by then, the exec itself is what is known.
 */
public final class TrackedProcess {
    /** Longest chain of ancestors kept, so that a chain of processes that each start the next cannot grow for ever. */
    static final int MAX_DEPTH = 64;

    private final int pid;
    private final int pidfd;
    private final long startTicks;
    private final int parentPid;
    private @Nullable TrackedProcess parent;
    private final int depth;
    private boolean sharesRoot;

    private @Nullable Program running;
    private @Nullable Program executing;

    /** A program and its arguments. */
    public record Program(Field<ByteString> executable, Field<List<ByteString>> arguments) {}

    TrackedProcess(int pid, int pidfd, long startTicks, int parentPid, @Nullable TrackedProcess parent) {
        this.pid = pid;
        this.pidfd = pidfd;
        this.startTicks = startTicks;
        this.parentPid = parentPid;
        this.parent = parent;
        depth = parent == null ? 0 : parent.depth + 1;
        if (depth > 0 && depth % MAX_DEPTH == 0) {
            cutChainAbove(MAX_DEPTH / 2);
        }
    }

    private void cutChainAbove(int generations) {
        TrackedProcess at = this;
        for (int i = 0; i < generations && at.parent != null; i++) {
            at = at.parent;
        }
        at.parent = null;
    }

    public int pid() {
        return pid;
    }

    int pidfd() {
        return pidfd;
    }

    long startTicks() {
        return startTicks;
    }

    @Nullable
    TrackedProcess parent() {
        return parent;
    }

    /** Parent when the process was first seen; the live one is in its status. */
    public int parentPid() {
        return parentPid;
    }

    /** Whether it was seen to have the sensor's root directory and mounts, and has made no call since that changes them. */
    public boolean sharesRoot() {
        return sharesRoot;
    }

    public void sharesRoot(boolean seen) {
        sharesRoot = seen;
    }

    /**
     * The program that runs, read by {@code reader} where not known. After an exec was let go on, what is read is kept only
     * once it is the new program: until then the exec may still be under way, or have failed.
     */
    public Program program(ProcessFacts reader) {
        Program known = running;
        if (known != null) {
            return known;
        }
        Program read = reader.program(pid);
        Program pending = executing;
        if (pending == null) {
            running = read;
            return read;
        }
        if (read.executable() instanceof Field.Unreadable<ByteString>) {
            return pending;
        }
        if (read.equals(pending)) {
            running = read;
            executing = null;
        }
        return read;
    }

    /** The process is about to exec: what it runs is not sure until it is seen to run the new program. */
    public void executing(Field<ByteString> executable, Field<List<ByteString>> arguments) {
        executing = new Program(executable, arguments);
        running = null;
    }

    /** Nearest first. */
    public List<Ancestor> ancestors(ProcessFacts reader) {
        List<Ancestor> chain = new ArrayList<>();
        for (TrackedProcess at = parent; at != null && chain.size() < MAX_DEPTH; at = at.parent) {
            Program program = at.program(reader);
            chain.add(new Ancestor(at.pid, program.executable(), program.arguments()));
        }
        return chain;
    }
}
