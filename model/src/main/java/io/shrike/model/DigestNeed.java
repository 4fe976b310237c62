package io.shrike.model;

/** Whether rules ask for the SHA-256 of a program that is to run, and when they must have it; in rising order. */
public enum DigestNeed {
    /** No rule that could be met asks. */
    NONE,
    /** The program need not wait: it is told when it is known. */
    AFTERWARDS,
    /** A rule that blocks asks: it must be known before the program runs. */
    BEFORE;

    public DigestNeed or(DigestNeed other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
