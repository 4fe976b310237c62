package io.shrike.linux.seccomp;

/**
 * What a filter answers.
 *
 * @param matchAction for a call that a rule matches, and for every call of an ABI that the filter does not know
 * @param defaultAction for the others
 */
public record FilterDefaults(int matchAction, int defaultAction) {
    /** To the listener; the others run at full speed. */
    public static final FilterDefaults NOTIFY = new FilterDefaults(SeccompAction.USER_NOTIF, SeccompAction.ALLOW);
}
