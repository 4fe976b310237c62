package io.shrike.trace.decode;

import io.shrike.model.Activity;
import io.shrike.model.Activity.ExecActivity;
import io.shrike.model.DigestNeed;
import io.shrike.model.ProcessView;
import io.shrike.model.Verdict;
import io.shrike.trace.digest.OpenProgram;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What to do about an activity. Runs on the stop thread. */
@FunctionalInterface
public interface ActivityHandler {
    /**
     * {@code rawArguments} are the registers of the call where {@link io.shrike.model.Needs#rawArguments} asks for them, with
     * the first activity of the call, else empty. {@code stillStopped} tells whether the caller is still halted at this call;
     * ask it before believing what was read of the caller, and only when it matters, because it is a kernel call.
     */
    Verdict handle(Activity activity, List<Long> rawArguments, ProcessView process, BooleanSupplier stillStopped);

    /** Whether the SHA-256 of what {@code exec} runs may change the verdict, or what is told. */
    default DigestNeed digestNeed(ExecActivity exec, ProcessView process) {
        return DigestNeed.NONE;
    }

    /**
     * The program runs, but the SHA-256 of some of its files is not known yet: {@code files} are those of {@link
     * ExecActivity#files}, in the same order, and from now on the handler's to close.
     */
    default void examine(ExecActivity exec, List<OpenProgram> files, ProcessView process) {
        files.forEach(OpenProgram::close);
    }

    /**
     * Whether what a call did, that was let through because it seemed to do something else, must be undone by killing its
     * process. The caller is halted at the end of the call.
     */
    default boolean forbids(Activity done, ProcessView process) {
        return false;
    }
}
