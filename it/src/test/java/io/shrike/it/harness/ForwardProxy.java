package io.shrike.it.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Tinyproxy, which makes tunnels for who knows its password. */
public final class ForwardProxy implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(20);

    private final Process process;
    private final int port;
    private final Path log;

    private ForwardProxy(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /** Skips the test where it is not installed. */
    public static ForwardProxy start(Path directory, String user, String password) throws IOException {
        Path program = Host.needs("tinyproxy");
        int port = Host.freePort();
        Path log = directory.resolve("tinyproxy.log");
        Path settings =
                Files.writeString(directory.resolve("tinyproxy.conf"), """
                Port %d
                Listen 127.0.0.1
                Timeout 60
                LogFile "%s"
                LogLevel Connect
                MaxClients 20
                BasicAuth %s %s
                """.formatted(port, log, user, password));
        Process process = new ProcessBuilder(program.toString(), "-d", "-c", settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("tinyproxy.out").toFile())
                .start();
        ForwardProxy proxy = new ForwardProxy(process, port, log);
        Waiting.until(
                "tinyproxy listens",
                START,
                () -> Host.listens(port) ? Optional.of(proxy) : Optional.<ForwardProxy>empty());
        return proxy;
    }

    /** For the variables that name proxies. */
    public String url(String user, String password) {
        return "http://" + user + ":" + password + "@127.0.0.1:" + port;
    }

    /** What it says of its requests. */
    public String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
