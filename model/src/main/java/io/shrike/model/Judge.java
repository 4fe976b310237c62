package io.shrike.model;

import java.util.List;

/** Decides activities. Called on the stop thread only: no I/O, no locks, no sleep. */
public interface Judge {
    /** {@code rawArguments} are the call's six registers; empty where no rule asks for them. */
    Decision decide(Activity activity, List<Long> rawArguments, ProcessView process);

    /** Decides an activity whose registers are not known, but for what a {@link Activity.SyscallActivity} holds itself. */
    default Decision decide(Activity activity, ProcessView process) {
        return decide(activity, List.of(), process);
    }

    /** Whether the SHA-256 of what {@code exec} runs may change its decision. */
    default DigestNeed digestNeed(Activity.ExecActivity exec, ProcessView process) {
        return DigestNeed.NONE;
    }

    /** The verdict for a decision, with the outcome to tell. */
    Response respond(Decision decision);

    /** Takes over what {@code before} learned of the watched side. Called once, before the first decision. */
    default void inherit(Judge before) {}
}
