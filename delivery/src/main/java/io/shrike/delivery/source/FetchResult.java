package io.shrike.delivery.source;

import io.shrike.model.ByteString;
import java.util.Optional;

/** How fetching a text ended. Reasons are for people, and without secrets. */
public sealed interface FetchResult {
    /** The text is this; {@code etag} names this version where the place gives versions names. */
    record Text(ByteString text, Optional<String> etag) implements FetchResult {}

    /** It is still the version whose name was given. */
    record Same() implements FetchResult {}

    /** The place has answered, and it is a no that asking again will not change. */
    record Refused(String reason) implements FetchResult {}

    /** The place has not answered, or says that it cannot now. */
    record Unreachable(String reason) implements FetchResult {}

    FetchResult SAME = new Same();
}
