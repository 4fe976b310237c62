package io.shrike.aws.access;

import io.shrike.delivery.destination.http.ProxySettings;
import io.shrike.delivery.destination.http.TrustedCertificates;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLSocketFactory;

/** By which proxies services are reached, and whom to believe who they are, besides those whom the Java runtime does. */
public record Network(ProxySettings proxies, Optional<SSLSocketFactory> tls) {
    /** Throws IllegalArgumentException, with a text for people, where a variable says what cannot be. */
    public static Network of(Map<String, String> environment) {
        Function<String, Optional<String>> variables = name -> Optional.ofNullable(environment.get(name));
        try {
            Optional<SSLSocketFactory> tls = Optional.empty();
            if (TrustedCertificates.named(variables).isPresent()) {
                tls = Optional.of(TrustedCertificates.with(
                                TrustedCertificates.named(variables).get())
                        .getSocketFactory());
            }
            return new Network(ProxySettings.of(variables), tls);
        } catch (IOException failure) {
            throw new IllegalArgumentException(TrustedCertificates.VARIABLE + ": " + failure.getMessage(), failure);
        }
    }
}
