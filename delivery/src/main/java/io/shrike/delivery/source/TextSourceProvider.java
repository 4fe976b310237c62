package io.shrike.delivery.source;

import java.util.Map;

/**
 * Opens a source of texts that needs libraries which nobody else does. It is found by ServiceLoader in the same layer as
 * {@link io.shrike.delivery.destination.DestinationProvider}.
 */
public interface TextSourceProvider {
    /**
     * Opens the source of addresses that begin with {@code scheme}, e.g. {@code s3}. It opens no connection. Throws
     * IllegalArgumentException, with a text for people, where it cannot be.
     */
    TextSource open(String scheme, Map<String, String> environment);
}
