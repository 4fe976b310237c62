package io.shrike.trace.engine;

import io.shrike.model.Verdict;

/** What to do at a stop. The handler cannot tell which engine called it. Runs on the stop thread. */
@FunctionalInterface
public interface StopHandler {
    Verdict onStop(Stop stop);
}
