package io.shrike.trace.decode;

import io.shrike.model.Activity.ExecActivity;
import io.shrike.model.DigestNeed;
import io.shrike.model.Field;
import io.shrike.model.ProcessView;
import io.shrike.model.ProgramFile;
import io.shrike.model.Verdict;
import io.shrike.trace.digest.FileHasher;
import io.shrike.trace.digest.FileStamp;
import io.shrike.trace.digest.KnownDigests;
import io.shrike.trace.digest.OpenProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Has execs decided with the SHA-256 of their files where rules ask for it. A rule that blocks makes the exec wait for the
 * digest of a file up to {@link #LIMIT}; every other digest that is not known already is taken by somebody else, after the
 * verdict. Owned by the stop thread.
 */
final class ProgramDigests implements AutoCloseable {
    /** Bytes that are read while the caller waits; see docs/adr/0016-hash-of-a-program.md. */
    static final long LIMIT = 8L << 20;

    private final Call call;
    private final ProgramFiles files;
    private final FileHasher hasher;
    private Optional<FileStamp> decided = Optional.empty();

    ProgramDigests(Call call, ProgramFiles files, KnownDigests known) {
        this.call = call;
        this.files = files;
        this.hasher = new FileHasher(known);
    }

    /** As {@link ActivityHandler#handle}. */
    Verdict handle(ExecActivity exec, List<Long> rawArguments, BooleanSupplier stillStopped, ActivityHandler handler) {
        decided = Optional.empty();
        ProcessView process = call.process();
        DigestNeed need = handler.digestNeed(exec, process);
        if (need == DigestNeed.NONE) {
            return handler.handle(exec, rawArguments, process, stillStopped);
        }
        List<OpenProgram> open = new ArrayList<>();
        for (ProgramFile file : exec.files()) {
            open.add(files.open(call, exec.requestedPath(), file));
        }
        if (need == DigestNeed.BEFORE) {
            decided = hasher.stamp(open.getLast());
        }
        ExecActivity known = known(exec, open, need);
        Verdict verdict = handler.handle(known, rawArguments, process, stillStopped);
        boolean runs = verdict instanceof Verdict.Continue || verdict instanceof Verdict.Pause;
        finish(known, open, runs && stillStopped.getAsBoolean(), process, handler);
        return verdict;
    }

    /** Whether a program that came of an exec, other than the one decided about, must not run. */
    boolean forbids(ExecActivity done, ProcessView process, ActivityHandler handler) {
        DigestNeed need = handler.digestNeed(done, process);
        if (need == DigestNeed.NONE) {
            return handler.forbids(done, process);
        }
        List<OpenProgram> open = List.of(OpenProgram.running(process.pid()));
        ExecActivity known = known(done, open, need);
        boolean forbidden = handler.forbids(known, process);
        finish(known, open, !forbidden, process, handler);
        return forbidden;
    }

    private ExecActivity known(ExecActivity exec, List<OpenProgram> open, DigestNeed need) {
        long limit = need == DigestNeed.BEFORE ? LIMIT : -1;
        List<ProgramFile> known = new ArrayList<>(open.size());
        for (int i = 0; i < open.size(); i++) {
            Field<String> digest = hasher.sha256(open.get(i), limit);
            known.add(exec.files().get(i).withSha256(isForLater(digest) ? Optional.empty() : Optional.of(digest)));
        }
        return exec.withFiles(known);
    }

    private static boolean isForLater(Field<String> digest) {
        return digest.equals(Field.unreadable(FileHasher.TOO_LARGE));
    }

    private static void finish(
            ExecActivity exec, List<OpenProgram> open, boolean runs, ProcessView process, ActivityHandler handler) {
        boolean complete = exec.files().stream().allMatch(file -> file.sha256().isPresent());
        if (runs && !complete) {
            handler.examine(exec, open, process);
        } else {
            open.forEach(OpenProgram::close);
        }
    }

    /** The file that the last exec is to run, as it was when its digest was taken; empty where none had to be. */
    Optional<FileStamp> decided() {
        return decided;
    }

    /** The file that process {@code pid} runs, as it is now. */
    Optional<FileStamp> running(int pid) {
        OpenProgram running = OpenProgram.running(pid);
        Optional<FileStamp> stamp = hasher.stamp(running);
        running.close();
        return stamp;
    }

    @Override
    public void close() {
        hasher.close();
    }
}
