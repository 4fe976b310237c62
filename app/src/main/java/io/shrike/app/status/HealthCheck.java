package io.shrike.app.status;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Asks a sensor of this machine whether it is alive and delivering. */
public final class HealthCheck {
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int OK = 200;
    private static final int MOST_TEXT = 2_000;

    private HealthCheck() {}

    /** What is wrong with the sensor that answers on {@code port}, in one line; empty when nothing is. */
    public static Optional<String> problem(int port) {
        String where = "127.0.0.1:" + port;
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://" + where + "/readyz").toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            int code = connection.getResponseCode();
            return code == OK ? Optional.empty() : Optional.of(reason(connection, code));
        } catch (ConnectException _) {
            return Optional.of("no sensor answers on " + where);
        } catch (SocketTimeoutException _) {
            return Optional.of("the sensor on " + where + " does not answer within " + TIMEOUT_MILLIS / 1_000 + " s");
        } catch (IOException failure) {
            return Optional.of("the sensor on " + where + " does not answer: " + printable(failure.toString()));
        }
    }

    private static String reason(HttpURLConnection connection, int code) throws IOException {
        InputStream body = connection.getErrorStream();
        String text = body == null ? "" : new String(body.readNBytes(MOST_TEXT), StandardCharsets.UTF_8);
        return text.isBlank() ? "the answer is " + code : printable(text.strip());
    }

    /** Whatever listens there may be somebody else. */
    private static String printable(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
