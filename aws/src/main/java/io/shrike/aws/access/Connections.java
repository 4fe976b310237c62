package io.shrike.aws.access;

import io.shrike.delivery.destination.http.ProxyLogin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.urlconnection.UrlConnectionFactory;

/**
 * Opens the connections of one client. The SDK's own would tell a proxy's password to nobody who makes tunnels. Used by one thread at a
 * time.
 */
final class Connections implements UrlConnectionFactory {
    private final Network network;
    private final int connectMillis;
    private final int readMillis;
    private final Login login = new Login();

    /** {@code connect} and {@code read}: how long to wait for the one and for each of the other. */
    Connections(Network network, Duration connect, Duration read) {
        this.network = network;
        this.connectMillis = Math.toIntExact(connect.toMillis());
        this.readMillis = Math.toIntExact(read.toMillis());
    }

    @Override
    public HttpURLConnection createConnection(URI uri) {
        try {
            Proxy proxy = network.proxies().select(uri).getFirst();
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(proxy);
            connection.setConnectTimeout(connectMillis);
            connection.setReadTimeout(readMillis);
            introduce(connection, uri);
            if (connection instanceof HttpsURLConnection secure) {
                network.tls().ifPresent(secure::setSSLSocketFactory);
            }
            return connection;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A request for a tunnel has no headers of ours: there the runtime asks. */
    private void introduce(HttpURLConnection connection, URI uri) {
        Optional<ProxyLogin> known = network.proxies().login(uri);
        if (connection instanceof HttpsURLConnection) {
            login.give(known);
            connection.setAuthenticator(login);
        } else {
            network.proxies()
                    .authorization(uri)
                    .ifPresent(value -> connection.setRequestProperty("Proxy-Authorization", value));
        }
    }

    /** The same for all connections, as the runtime uses none again for whom another would answer. It answers once for each request. */
    private static final class Login extends Authenticator {
        private volatile Optional<ProxyLogin> known = Optional.empty();

        void give(Optional<ProxyLogin> login) {
            known = login;
        }

        @Override
        protected @Nullable PasswordAuthentication getPasswordAuthentication() {
            Optional<ProxyLogin> login = known;
            if (getRequestorType() != RequestorType.PROXY || login.isEmpty()) {
                return null;
            }
            known = Optional.empty();
            return new PasswordAuthentication(
                    login.get().user(), login.get().password().toCharArray());
        }
    }
}
