package io.shrike.delivery.pipeline;

import io.shrike.delivery.encode.SafeJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Overwrites the sensor's own secrets with asterisks wherever they stand in an event: a watched program knows them too, from the
 * environment, and may put them on a command line or into a file name.
 */
final class SecretMask {
    /** Shorter ones would hit too much of what is no secret. */
    private static final int SHORTEST = 8;

    private final List<byte[]> secrets = new ArrayList<>();

    SecretMask(List<String> texts) {
        for (String text : texts) {
            if (text.length() >= SHORTEST) {
                secrets.add(SafeJson.escaped(text).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    /** Masks what lies in {@code bytes} from {@code from} to {@code to}; the length stays. */
    void apply(byte[] bytes, int from, int to) {
        for (byte[] secret : secrets) {
            for (int at = from; at <= to - secret.length; at++) {
                if (bytes[at] == secret[0] && Arrays.equals(bytes, at, at + secret.length, secret, 0, secret.length)) {
                    Arrays.fill(bytes, at, at + secret.length, (byte) '*');
                }
            }
        }
    }
}
