package io.shrike.model;

/** Decides activities. Called on the stop thread only: no I/O, no locks, no sleep. */
public interface Judge {
    Decision decide(Activity activity, ProcessView process);

    /** The verdict for a decision, with the outcome to tell. */
    Response respond(Decision decision);
}
