package io.shrike.policy.source;

import java.io.IOException;

/** Brings policies from places that are not files: {@code s3://bucket/key[?versionId=V]} and {@code https://...}. */
@FunctionalInterface
public interface PolicyFetcher {
    /**
     * The bytes at {@code location}, which has no fragment. Implementations give up after
     * {@link PolicySources#MOST_BYTES} bytes.
     *
     * @throws IOException with a message for the operator
     */
    byte[] fetch(String location) throws IOException;

    /** What was fetched last has loaded, so that it may take the place of later texts that cannot be had. */
    default void loaded() {}

    /** As people and events may see it: user, password and the query of a URL may be secrets. Other text stays as it is. */
    static String shown(String location) {
        if (location.startsWith("s3://") || !location.contains("://")) {
            return location;
        }
        return location.replaceFirst("://[^/?#]*@", "://").replaceFirst("\\?[^#]*", "?...");
    }

    /** Fetches nothing: every location is refused by name. */
    static PolicyFetcher none() {
        return location -> {
            String scheme = location.substring(0, location.indexOf("://") + 3);
            throw new IOException("policies from " + scheme + " are not available here: use a file");
        };
    }
}
