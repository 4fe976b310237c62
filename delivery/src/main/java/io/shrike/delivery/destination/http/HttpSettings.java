package io.shrike.delivery.destination.http;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where and how to post. {@code caFile} holds certificates (PEM) that are trusted besides those of the Java runtime; {@code
 * timeout} is for a request as a whole.
 */
public record HttpSettings(
        URI endpoint,
        Optional<Path> caFile,
        boolean gzip,
        Duration connectTimeout,
        Duration timeout,
        ProxySettings proxies) {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** With the usual timeouts: 10 s to connect, 30 s for a request. */
    public static HttpSettings of(URI endpoint, Optional<Path> caFile, boolean gzip, ProxySettings proxies) {
        return new HttpSettings(endpoint, caFile, gzip, CONNECT_TIMEOUT, TIMEOUT, proxies);
    }
}
