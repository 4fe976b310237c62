package io.shrike.trace.decode;

import io.shrike.model.Activity;
import io.shrike.model.ProcessView;
import io.shrike.model.Verdict;
import java.util.function.BooleanSupplier;

/** What to do about an activity. Runs on the stop thread. */
@FunctionalInterface
public interface ActivityHandler {
    /**
     * {@code stillStopped} tells whether the caller is still halted at this call; ask it before believing what was read of
     * the caller, and only when it matters, because it is a kernel call.
     */
    Verdict handle(Activity activity, ProcessView process, BooleanSupplier stillStopped);
}
