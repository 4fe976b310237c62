package io.shrike.delivery.destination.http;

import io.shrike.delivery.destination.SendResult;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** What an answer, or its absence, means for a batch. */
final class Answers {
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private Answers() {}

    static SendResult of(int status, HttpHeaders headers, InstantSource clock) {
        String reason = "http" + status;
        return switch (status) {
            case 200, 201, 202, 203, 204 -> SendResult.ACCEPTED;
            case 401, 403, 407 -> new SendResult.Unauthorized(reason, "it answers " + status);
            // A request that cannot be understood, is too large, or holds what is not allowed.
            case 400, 413, 415, 422 -> new SendResult.Refused(reason);
            default ->
                new SendResult.Later(
                        reason,
                        headers.firstValue("Retry-After").flatMap(text -> retryAfter(text, now(headers, clock))));
        };
    }

    /** By the server's clock, which its dates are of, if it says what that shows. */
    private static Instant now(HttpHeaders headers, InstantSource clock) {
        try {
            return headers.firstValue("Date")
                    .map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant())
                    .orElseGet(clock::instant);
        } catch (DateTimeException _) {
            return clock.instant();
        }
    }

    /** Seconds, or a date. */
    static Optional<Duration> retryAfter(String text, Instant now) {
        String value = text.strip();
        try {
            Duration wait = value.matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(value))
                    : Duration.between(
                            now,
                            ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
            return Optional.of(wait)
                    .filter(duration -> !duration.isNegative())
                    .map(duration -> duration.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : duration);
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    static SendResult none(Throwable failure) {
        return SendResult.later(reason(failure));
    }

    private static String reason(Throwable failure) {
        return switch (failure) {
            case HttpConnectTimeoutException _ -> "connectTimeout";
            case HttpTimeoutException _ -> "timeout";
            case SSLException _ -> "tls";
            case UnknownHostException _, UnresolvedAddressException _ -> "unknownHost";
            case ConnectException refused -> refused.getCause() instanceof Exception cause ? connect(cause) : "connect";
            case IOException _ -> "connectionBroken";
            default -> failure.getClass().getSimpleName();
        };
    }

    private static String connect(Exception cause) {
        boolean unknown = cause instanceof UnresolvedAddressException
                || cause instanceof UnknownHostException
                || cause.getCause() instanceof UnresolvedAddressException;
        return unknown ? "unknownHost" : "connect";
    }
}
