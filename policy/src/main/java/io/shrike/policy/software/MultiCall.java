package io.shrike.policy.software;

import java.util.List;

/** Binaries that are many programs and choose by the name they are called with. */
public final class MultiCall {
    private static final List<String> NAMES = List.of("busybox", "toybox", "coreutils");

    private MultiCall() {}

    /** Whether a binary of this base name is one, also as {@code busybox.static} or {@code busybox-x86_64}. */
    public static boolean isMultiCall(String baseName) {
        for (String name : NAMES) {
            if (baseName.startsWith(name)
                    && (baseName.length() == name.length()
                            || !Character.isLetterOrDigit(baseName.charAt(name.length())))) {
                return true;
            }
        }
        return false;
    }
}
