package io.shrike.delivery.source;

import java.time.Duration;
import java.util.Optional;

/** Fetches texts from one kind of place. Used by one thread at a time, which it may block; it neither throws nor prints. */
@FunctionalInterface
public interface TextSource {
    /**
     * Fetches what is at {@code address}, which the source knows how to read. With {@code etag} it is fetched only if it is
     * another version than that. It takes no longer than {@code limit}, and gives up a text longer than {@code most} bytes.
     */
    FetchResult fetch(String address, Optional<String> etag, Duration limit, int most);
}
