package io.shrike.aws.access;

import io.shrike.model.ByteString;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Lines of the journal. */
public final class Events {
    public static final Instant START = Instant.parse("2026-01-02T03:04:05.123456789Z");

    private Events() {}

    public static ByteString at(int number, Instant when, int padding) {
        return ByteString.utf8(
                "{\"eventId\":\"e%d\",\"eventType\":\"file_access\",\"timestamp\":\"%s\",\"severity\":\"high\",\"rules\":[{\"policy\":\"fim \u00e9\"}],\"x\":\"%s\"}"
                        .formatted(number, when, "x".repeat(padding)));
    }

    /** A second apart, e0 first. */
    public static List<ByteString> some(int count, int padding) {
        return IntStream.range(0, count)
                .mapToObj(number -> at(number, START.plusSeconds(number), padding))
                .toList();
    }
}
