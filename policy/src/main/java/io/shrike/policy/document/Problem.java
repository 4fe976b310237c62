package io.shrike.policy.document;

/**
 * A mistake in a policy, or in how it is to be had. {@code line} and {@code column} count from 1; both are 0 where the
 * problem is with the file as a whole.
 */
public record Problem(String file, int line, int column, Kind kind, String message) {
    /** Whether a policy can be used all the same. */
    public enum Kind {
        ERROR,
        WARNING
    }

    public static Problem error(Position position, String message) {
        return new Problem(position.file(), position.line(), position.column(), Kind.ERROR, message);
    }

    public static Problem warning(Position position, String message) {
        return new Problem(position.file(), position.line(), position.column(), Kind.WARNING, message);
    }

    /** An error of the whole file. */
    public static Problem ofFile(String file, String message) {
        return new Problem(file, 0, 0, Kind.ERROR, message);
    }

    public boolean isError() {
        return kind == Kind.ERROR;
    }

    /** {@code file:line:column: message}, with {@code warning:} before the message of a warning. */
    @Override
    public String toString() {
        String place = line == 0 ? file : file + ":" + line + ":" + column;
        return place + ": " + (isError() ? "" : "warning: ") + message;
    }
}
