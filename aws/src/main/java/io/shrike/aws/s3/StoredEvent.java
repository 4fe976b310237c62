package io.shrike.aws.s3;

import io.shrike.aws.access.EventHead;
import io.shrike.model.ByteString;
import java.time.Instant;

/** An event and when it was; one that does not say is of the beginning of 1970. */
record StoredEvent(Instant when, ByteString line) {
    static StoredEvent of(ByteString event) {
        return new StoredEvent(EventHead.of(event).timestamp().orElse(Instant.EPOCH), event);
    }
}
