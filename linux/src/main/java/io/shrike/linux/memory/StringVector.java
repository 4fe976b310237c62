package io.shrike.linux.memory;

import java.util.List;

/**
 * The strings of an argv or envp.
 *
 * @param strings what was read, each without its NUL; the last one is cut where {@code truncated}
 * @param truncated whether a limit ended the reading before the vector did
 * @param unreadableAt the index of the first string, or pointer, that could not be read, which ended the reading; or -1
 * @param errno why it could not; 0 if all went well
 */
public record StringVector(List<byte[]> strings, boolean truncated, int unreadableAt, int errno) {
    public StringVector {
        strings = List.copyOf(strings);
    }

    /** Whether nothing is missing. */
    public boolean isComplete() {
        return !truncated && unreadableAt < 0;
    }
}
