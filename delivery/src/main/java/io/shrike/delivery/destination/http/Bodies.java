package io.shrike.delivery.destination.http;

import io.shrike.model.ByteString;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Request bodies. */
public final class Bodies {
    private static final byte[] START = "{\"events\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "]}".getBytes(StandardCharsets.US_ASCII);

    private Bodies() {}

    /** {@code {"events":[...]}} of events that are JSON objects already. */
    public static byte[] events(List<ByteString> events) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(
                16 + events.stream().mapToInt(event -> event.length() + 1).sum());
        body.writeBytes(START);
        for (int i = 0; i < events.size(); i++) {
            if (i > 0) {
                body.write(',');
            }
            body.writeBytes(events.get(i).toArray());
        }
        body.writeBytes(END);
        return body.toByteArray();
    }
}
