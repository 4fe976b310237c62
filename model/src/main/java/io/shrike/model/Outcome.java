package io.shrike.model;

/** What became of the call that an event tells of. */
public enum Outcome {
    /** The call went on. */
    OBSERVED,
    /** The call failed with an errno of ours and never ran; the process lives. */
    DENIED,
    /** The process was killed: before the call ran, or, where a note says so, before it could use what the call gave. */
    TERMINATED,
    /** The process was stopped with SIGSTOP. */
    PAUSED,
    /** A block rule matched, but blocking is switched off. */
    WOULD_BLOCK,
    /** A block rule matched, and the call could not be stopped. */
    FAILED_TO_BLOCK
}
