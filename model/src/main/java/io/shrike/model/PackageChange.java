package io.shrike.model;

import java.util.Optional;

/**
 * What a package database says of one package after an installer ended and did not say before. {@code version} is the one
 * installed or removed; {@code previousVersion} is there where the version changed.
 */
public record PackageChange(String name, String version, Kind kind, Optional<String> previousVersion) {
    /** What became of a package. A downgrade is {@code CHANGED} too. */
    public enum Kind {
        INSTALLED,
        CHANGED,
        REMOVED
    }
}
