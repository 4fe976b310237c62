package io.shrike.policy.importer;

/** An argument that a hook declares: its place in the function, and the type it is given. */
record Arg(int index, String type) {
    boolean isWide() {
        return switch (type) {
            case "ulong", "long", "uint64", "int64", "sint64", "size_t" -> true;
            default -> false;
        };
    }

    boolean isSigned() {
        return switch (type) {
            case "int", "sint8", "int8", "sint16", "int16", "sint32", "int32", "long", "int64", "sint64" -> true;
            default -> false;
        };
    }
}
