package io.shrike.delivery.encode;

import io.shrike.model.ByteString;
import io.shrike.model.Event;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Encodes one event with a fixed identity, for tests. */
final class Encoding {
    static final UUID ID = UUID.fromString("019b7cb6-4a40-7123-8abc-0123456789ab");
    static final SensorInfo SENSOR = new SensorInfo("0.1.0", "notify");

    private Encoding() {}

    /** Hides what every test calls the secret. */
    static List<ByteString> redact(List<ByteString> arguments) {
        return arguments.stream()
                .map(argument -> ByteString.utf8(argument.escaped().replace("hunter2", "***")))
                .toList();
    }

    static OutboundEvent outbound(Event event) {
        return new OutboundEvent(event, ID, 42, OptionalDouble.empty(), Optional.empty());
    }

    static byte[] encode(Event event) {
        return encode(outbound(event), Encoding::redact);
    }

    static byte[] encode(OutboundEvent event, UnaryOperator<List<ByteString>> redactor) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new EventEncoder(SENSOR, redactor, 16_384).encode(event, out);
        return out.toByteArray();
    }
}
