package io.shrike.policy.installed;

/** A package database is not in a format that can be read, or is damaged. */
public final class UnknownFormatException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnknownFormatException(String message) {
        super(message);
    }
}
