package io.shrike.trace.session;

import io.shrike.model.Activity;
import io.shrike.model.ProcessRef;

/** Takes what is found of sessions. Called by the thread that looks. */
@FunctionalInterface
public interface SessionListener {
    /** {@code activity} was done by {@code process} some time before, and cannot be prevented. */
    void found(Activity activity, ProcessRef process);
}
