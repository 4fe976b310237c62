package io.shrike.trace.decode;

import static io.shrike.trace.engine.ResultCheck.Finding.ACCEPTED;
import static io.shrike.trace.engine.ResultCheck.Finding.FORBIDDEN;

import io.shrike.linux.procfs.ProcReader;
import io.shrike.model.Activity;
import io.shrike.model.Activity.ExecActivity;
import io.shrike.model.Activity.FileActivity;
import io.shrike.model.ByteString;
import io.shrike.model.Field;
import io.shrike.model.FileEffect;
import io.shrike.model.FileOperation;
import io.shrike.model.FileTarget;
import io.shrike.model.StandardSocket;
import io.shrike.trace.digest.FileStamp;
import io.shrike.trace.engine.ResultCheck;
import io.shrike.trace.path.PathResolver;
import io.shrike.trace.tree.ProcessFacts;
import io.shrike.trace.tree.StoppedProcess;
import io.shrike.trace.tree.TrackedProcess;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Looks at what an open, an exec or a connect did that was let through. While a call is decided, another thread can write another path
 * into the caller's memory, and anybody can put a link in its place: what was decided is compared with the descriptor, the
 * program, or the peer ({@link ConnectResult}) that came of it. Owned by the stop thread.
 */
final class CallResults implements AutoCloseable {
    private final PathResolver paths;
    private final StoppedProcess process;
    private final ProcessFacts facts;
    private final Decoders decoders;
    private final ProgramDigests digests;
    private final ProcReader proc = new ProcReader();
    private final SocketInspector sockets = new SocketInspector();

    CallResults(
            PathResolver paths, StoppedProcess process, ProcessFacts facts, Decoders decoders, ProgramDigests digests) {
        this.paths = paths;
        this.process = process;
        this.facts = facts;
        this.decoders = decoders;
        this.digests = digests;
    }

    /** The look at the current call, which was {@code decided}; none of its activities when it seemed to do nothing. */
    ResultCheck of(Call call, List<Activity> decided, ActivityHandler handler) {
        String name = call.name();
        int tid = call.tid();
        if (name.equals("connect")) {
            return new ConnectResult(sockets, process, handler, tid, call.intArgument(0), decided);
        }
        if (Decoders.EXECS.contains(name)) {
            int pid = process.pid();
            Optional<ExecActivity> expected = decided.stream()
                    .filter(ExecActivity.class::isInstance)
                    .map(ExecActivity.class::cast)
                    .findFirst();
            Optional<FileStamp> content = digests.decided();
            return result -> result != 0 || executed(name, pid, expected, content, handler) ? ACCEPTED : FORBIDDEN;
        }
        Optional<FileTarget> expected = decided.stream()
                .filter(FileActivity.class::isInstance)
                .map(activity -> ((FileActivity) activity).effects().getFirst().target())
                .findFirst();
        OptionalInt flags = FileOpenDecoder.flags(call);
        return result -> result < 0 || opened(name, tid, (int) result, flags, expected, handler) ? ACCEPTED : FORBIDDEN;
    }

    private boolean opened(
            String name, int tid, int fd, OptionalInt flags, Optional<FileTarget> expected, ActivityHandler handler) {
        Set<FileOperation> operations = FileOpenDecoder.operations(
                flags.orElseGet(() -> proc.descriptorFlags(tid, fd).asOptional().orElse(0)));
        Optional<FileTarget> file = paths.ofDescriptor(tid, fd, ByteString.EMPTY);
        if (operations.isEmpty() || file.isEmpty()) {
            return true;
        }
        FileTarget target = file.get();
        if (flags.isPresent()
                && expected.filter(decided -> isSame(decided, target)).isPresent()) {
            return true;
        }
        process.target(tid);
        FileEffect effect = new FileEffect(target, operations);
        return !handler.forbids(new FileActivity(name, List.of(effect), List.of(), Optional.empty()), process);
    }

    /** A file that the call made has no inode before it. */
    private static boolean isSame(FileTarget decided, FileTarget opened) {
        boolean sameInode = decided.inode() == opened.inode() && decided.device() == opened.device();
        return decided.path().equals(opened.path()) && (sameInode || decided.inode() == 0 || opened.inode() == 0);
    }

    private boolean executed(
            String name,
            int pid,
            Optional<ExecActivity> expected,
            Optional<FileStamp> content,
            ActivityHandler handler) {
        TrackedProcess.Program runs = facts.program(pid);
        List<StandardSocket> sockets = decoders.standardSockets().of(pid, pid);
        if (expected.filter(decided -> isSame(decided, runs, sockets)).isPresent()
                && (content.isEmpty() || content.equals(digests.running(pid)))) {
            return true;
        }
        process.target(pid);
        ExecActivity done = new ExecActivity(
                name,
                runs.executable(),
                decoders.files().program(pid, runs.executable()),
                List.of(),
                runs.arguments(),
                Field.known(List.of()),
                sockets);
        return !digests.forbids(done, process, handler);
    }

    private static boolean isSame(ExecActivity decided, TrackedProcess.Program runs, List<StandardSocket> sockets) {
        return CallDecoder.running(decided).equals(runs.executable())
                && decided.sockets().equals(sockets);
    }

    @Override
    public void close() {
        proc.close();
        sockets.close();
    }
}
