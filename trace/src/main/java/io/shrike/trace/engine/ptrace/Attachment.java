package io.shrike.trace.engine.ptrace;

/** What came of the wish to follow a process. */
public sealed interface Attachment {
    int pid();

    /**
     * It is followed.
     *
     * @param threads those that were seized now; later ones, and children, are followed without being counted here
     * @param missed those that could not be seized, and go on unwatched
     */
    record Attached(int pid, int threads, int missed) implements Attachment {}

    /** None of its threads is followed; {@code reason} says what was found, for a person. */
    record Refused(int pid, String reason) implements Attachment {
        @Override
        public String toString() {
            return "attach failed: pid " + pid + ": " + reason;
        }
    }
}
