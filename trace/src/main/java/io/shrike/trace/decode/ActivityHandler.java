package io.shrike.trace.decode;

import io.shrike.model.Activity;
import io.shrike.model.ProcessView;
import io.shrike.model.Verdict;
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

    /**
     * Whether what a call did, that was let through because it seemed to do something else, must be undone by killing its
     * process. The caller is halted at the end of the call.
     */
    default boolean forbids(Activity done, ProcessView process) {
        return false;
    }
}
