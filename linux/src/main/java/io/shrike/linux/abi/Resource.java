package io.shrike.linux.abi;

/** Resources of setrlimit(2), from asm-generic/resource.h. */
public final class Resource {
    public static final int RLIMIT_CORE = 4;

    private Resource() {}
}
