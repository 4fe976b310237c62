package io.shrike.delivery.destination.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** TLS that trusts the runtime's certificates and those of a file. */
public final class TrustedCertificates {
    /** The variable that names a file for every connection of the sensor. */
    public static final String VARIABLE = "SHRIKE_CA_FILE";

    private TrustedCertificates() {}

    /** The file of the environment. */
    public static Optional<Path> named(Function<String, Optional<String>> environment) {
        return environment
                .apply(VARIABLE)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(Path::of);
    }

    /** Throws IOException, with a text for people, where the file holds no certificates. */
    public static SSLContext with(Path file) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (X509Certificate known : runtime()) {
                store.setCertificateEntry("runtime" + count++, known);
            }
            for (Certificate added : read(file)) {
                store.setCertificateEntry("file" + count++, added);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException failure) {
            throw new IOException(file + " holds no certificates (PEM): " + failure.getMessage(), failure);
        }
    }

    private static Iterable<? extends Certificate> read(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            var certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new IOException(file + " holds no certificates (PEM)");
            }
            return certificates;
        }
    }

    private static Iterable<X509Certificate> runtime() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        Stream<TrustManager> managers = Arrays.stream(factory.getTrustManagers());
        return managers.filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .flatMap(manager -> Arrays.stream(manager.getAcceptedIssuers()))
                .toList();
    }
}
