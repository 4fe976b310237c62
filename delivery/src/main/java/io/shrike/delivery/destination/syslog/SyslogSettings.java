package io.shrike.delivery.destination.syslog;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where and how to send: {@code tls://host:port}, {@code tcp://...} or {@code udp://...}; {@code facility} is its number of RFC
 * 5424; {@code timeout} is for connecting and for each write.
 */
public record SyslogSettings(
        Transport transport, String host, int port, Optional<Path> caFile, int facility, Duration timeout) {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final List<String> FACILITIES = List.of(
            "kern",
            "user",
            "mail",
            "daemon",
            "auth",
            "syslog",
            "lpr",
            "news",
            "uucp",
            "cron",
            "authpriv",
            "ftp",
            "ntp",
            "audit",
            "alert",
            "clock",
            "local0",
            "local1",
            "local2",
            "local3",
            "local4",
            "local5",
            "local6",
            "local7");

    /** How messages travel. */
    public enum Transport {
        TLS(6514),
        TCP(514),
        UDP(514);

        private final int port;

        Transport(int port) {
            this.port = port;
        }
    }

    /** Throws IllegalArgumentException, with a text for people, where the address or facility is none. */
    public static SyslogSettings of(URI endpoint, Optional<Path> caFile, String facility) {
        String scheme = Optional.ofNullable(endpoint.getScheme()).orElse("");
        Transport transport = Arrays.stream(Transport.values())
                .filter(one -> one.name().equalsIgnoreCase(scheme))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected tls://host, found \"" + endpoint + '"'));
        String host = Optional.ofNullable(endpoint.getHost())
                .orElseThrow(() -> new IllegalArgumentException("no host in \"" + endpoint + '"'));
        int number = FACILITIES.indexOf(facility);
        if (number < 0) {
            throw new IllegalArgumentException(
                    "there is no facility \"" + facility + "\" (known: " + String.join(", ", FACILITIES) + ")");
        }
        int port = endpoint.getPort() < 0 ? transport.port : endpoint.getPort();
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new SyslogSettings(transport, bare, port, caFile, number, TIMEOUT);
    }
}
