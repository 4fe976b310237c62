package io.shrike.delivery.source;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why there is no answer, in words. */
final class Failures {
    private Failures() {}

    static String reason(Throwable failure, String host) {
        return switch (failure) {
            case HttpConnectTimeoutException _ -> "no connection to " + host + " in time";
            case HttpTimeoutException _ -> "no answer from " + host + " in time";
            case SSLException tls ->
                "no TLS with " + host + " (" + tls.getMessage()
                        + "): SHRIKE_CA_FILE can name a file with the certificate of its authority (PEM)";
            case UnknownHostException _, UnresolvedAddressException _ -> "the host " + host + " is not known";
            case ConnectException refused when unknown(refused.getCause()) -> "the host " + host + " is not known";
            case ConnectException _ -> "no connection to " + host;
            case IOException broken -> "the connection to " + host + " broke (" + broken.getMessage() + ")";
            default -> failure.getClass().getSimpleName();
        };
    }

    private static boolean unknown(@Nullable Throwable cause) {
        return cause instanceof UnresolvedAddressException
                || cause instanceof UnknownHostException
                || (cause != null && cause.getCause() instanceof UnresolvedAddressException);
    }
}
