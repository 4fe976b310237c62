package io.shrike.policy.match;

/** A glob that cannot be read. The message says what is wrong, {@link #offset()} where: in bytes of the UTF-8 text. */
public final class GlobSyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final int offset;

    GlobSyntaxException(String message, int offset) {
        super(message);
        this.offset = offset;
    }

    public int offset() {
        return offset;
    }
}
