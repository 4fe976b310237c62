package io.shrike.delivery.destination.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An authority of the test's own, in {@code ca.pem}, and what it signed. Made by keytool. */
public final class Certificates {
    private static final String PASSWORD = "changeit";

    private final Path directory;
    private int servers;

    public Certificates(Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        keytool("-genkeypair", "-alias", "ca", "-dname", "CN=Test Authority", "-ext", "bc:c", "-keyalg", "EC");
        keytool("-exportcert", "-rfc", "-alias", "ca", "-file", caFile().toString());
    }

    public Path caFile() {
        return directory.resolve("ca.pem");
    }

    /** TLS of a server with a name of its own, e.g. {@code dns:localhost}. */
    public SSLContext server(String subjectAlternativeName)
            throws IOException, InterruptedException, GeneralSecurityException {
        String alias = "server" + ++servers;
        keytool(
                "-genkeypair",
                "-alias",
                alias,
                "-signer",
                "ca",
                "-dname",
                "CN=server",
                "-ext",
                "san=" + subjectAlternativeName,
                "-keyalg",
                "EC");
        KeyStore all = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(directory.resolve("store"))) {
            all.load(in, PASSWORD.toCharArray());
        }
        KeyStore one = KeyStore.getInstance("PKCS12");
        one.load(null, null);
        one.setKeyEntry(
                alias,
                all.getKey(alias, PASSWORD.toCharArray()),
                PASSWORD.toCharArray(),
                all.getCertificateChain(alias));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(one, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private void keytool(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(words));
        command.addAll(List.of(
                "-keystore", directory.resolve("store").toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Path log = directory.resolve("keytool.log");
        int status = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException(String.join(" ", words) + ": " + Files.readString(log));
        }
    }
}
