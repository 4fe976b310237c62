package io.shrike.linux.abi;

import java.util.Locale;

/** The architecture this runs on, where a layout or a number depends on it. */
public final class Architecture {
    /** Whether it is x86_64. */
    public static final boolean IS_X86 = is("amd64", "x86_64");

    /** Whether it is aarch64. */
    public static final boolean IS_ARM64 = is("aarch64", "arm64");

    private Architecture() {}

    private static boolean is(String name, String otherName) {
        String here = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return here.equals(name) || here.equals(otherName);
    }
}
