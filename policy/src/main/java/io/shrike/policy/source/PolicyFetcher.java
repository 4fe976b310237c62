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

    /** Fetches nothing: every location is refused by name. */
    static PolicyFetcher none() {
        return location -> {
            String scheme = location.substring(0, location.indexOf("://") + 3);
            throw new IOException("policies from " + scheme + " are not available here: use a file");
        };
    }
}
