package io.shrike.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A rsyslogd of the test's own, which writes what it understood of each message to a file. */
public final class SyslogServer implements AutoCloseable {
    private static final String TEMPLATE = "%syslogfacility-text%.%syslogseverity-text%|%timestamp:::date-rfc3339%|"
            + "%app-name%|%procid%|%msgid%|%structured-data%|%msg%\n";

    private final Process process;
    private final Path out;
    private final int port;

    private SyslogServer(Process process, Path out, int port) {
        this.process = process;
        this.out = out;
        this.port = port;
    }

    public static SyslogServer tcp(Path directory) throws IOException {
        return start(directory, "module(load=\"imtcp\")", "imtcp");
    }

    public static SyslogServer udp(Path directory) throws IOException {
        return start(directory, "module(load=\"imudp\")", "imudp");
    }

    /** With a certificate of its own, which is left in {@code directory} as {@code ca.pem}. */
    public static SyslogServer tls(Path directory) throws IOException, GeneralSecurityException {
        KeyStore keys = EventReceiver.certificate(directory, "RSA");
        Key key = keys.getKey("one", EventReceiver.PASSWORD.toCharArray());
        String pem = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        Path keyFile = Files.writeString(
                directory.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\n" + pem + "\n-----END PRIVATE KEY-----\n");
        String certificate = directory.resolve("ca.pem").toString();
        return start(
                directory,
                "global(DefaultNetstreamDriver=\"gtls\" DefaultNetstreamDriverCAFile=\"" + certificate
                        + "\" DefaultNetstreamDriverCertFile=\"" + certificate + "\" DefaultNetstreamDriverKeyFile=\""
                        + keyFile + "\")\nmodule(load=\"imtcp\" StreamDriver.Name=\"gtls\" StreamDriver.Mode=\"1\""
                        + " StreamDriver.AuthMode=\"anon\")",
                "imtcp");
    }

    private static SyslogServer start(Path directory, String modules, String input) throws IOException {
        int port = Host.freePort();
        Path out = directory.resolve("syslog.out");
        Path configuration = Files.writeString(directory.resolve("rsyslog.conf"), """
                global(workDirectory="%s" maxMessageSize="64k")
                %s
                template(name="all" type="string" string="%s")
                ruleset(name="take") { action(type="omfile" file="%s" template="all") }
                input(type="%s" address="127.0.0.1" port="%d" ruleset="take")
                """.formatted(
                        directory, modules, TEMPLATE.replace("\n", "\\n"), out, input, port));
        Process process = new ProcessBuilder(List.of(
                        Host.needs("rsyslogd").toString(),
                        "-n",
                        "-f",
                        configuration.toString(),
                        "-i",
                        directory.resolve("rsyslog.pid").toString()))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("rsyslog.log").toFile())
                .start();
        SyslogServer server = new SyslogServer(process, out, port);
        Waiting.until("rsyslogd listens", Duration.ofSeconds(20), () -> server.listens(input));
        return server;
    }

    private Optional<Boolean> listens(String input) {
        String table = input.equals("imudp") ? "udp" : "tcp";
        String address = "0100007F:%04X".formatted(port);
        try {
            return Files.readString(Path.of("/proc/net/" + table)).contains(address) || !process.isAlive()
                    ? Optional.of(true)
                    : Optional.empty();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    public int port() {
        return port;
    }

    /** The lines so far. */
    public List<String> lines() {
        try {
            return Files.exists(out)
                    ? Files.readString(out, StandardCharsets.UTF_8).lines().toList()
                    : List.of();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** Waits until there are so many lines. */
    public List<String> await(int count) {
        return Waiting.until(
                count + " messages came",
                Duration.ofSeconds(20),
                () -> Optional.of(lines()).filter(lines -> lines.size() >= count));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
