package io.shrike.trace.path;

import io.shrike.model.ByteString;

/**
 * Guesses which absolute names hold no symlink, so that the cheaper lookup is tried first where it will do. A wrong guess costs
 * one kernel call and nothing else. Remembers, by hash of the first directories, where links were met lately.
 */
final class PlainNames {
    private static final int SLOTS = 1024;
    private static final int DEPTH = 2;

    private final int[] linked = new int[SLOTS];

    /** Whether {@code path} is in canonical spelling and not known to pass a link. */
    boolean isPlain(ByteString path) {
        return isCanonicalSpelling(path) && linked[slot(path)] != prefixHash(path);
    }

    void hasLinks(ByteString path) {
        linked[slot(path)] = prefixHash(path);
    }

    private static int slot(ByteString path) {
        return prefixHash(path) & (SLOTS - 1);
    }

    /** Never 0, which is an empty slot. */
    private static int prefixHash(ByteString path) {
        int hash = 1;
        int slashes = 0;
        for (int i = 0; i < path.length() && slashes <= DEPTH; i++) {
            byte b = path.at(i);
            if (b == '/') {
                slashes++;
            }
            hash = 31 * hash + b;
        }
        return (hash ^ (hash >>> 15)) | 1;
    }

    /** No empty, {@code .} or {@code ..} component, and no slash at the end. */
    private static boolean isCanonicalSpelling(ByteString path) {
        int length = path.length();
        if (length < 2) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (path.at(i) == '/' && (i + 1 == length || path.at(i + 1) == '/' || isDots(path, i + 1))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDots(ByteString path, int from) {
        int to = from;
        while (to < path.length() && to - from < 3 && path.at(to) == '.') {
            to++;
        }
        return to > from && to - from < 3 && (to == path.length() || path.at(to) == '/');
    }
}
