package io.shrike.it.harness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** What this machine has; what a test needs and is missing skips the test, with the reason. */
public final class Host {
    /** An id without an account: an ordinary user. */
    public static final int ORDINARY_USER = 12345;

    private Host() {}

    public static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid", LinkOption.NOFOLLOW_LINKS)
                    .equals(0);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    public static void needsRoot() {
        assumeTrue(isRoot(), "needs root");
    }

    /** The id of nobody: an ordinary user that programs find in /etc/passwd, as PostgreSQL must; skips where there is none. */
    public static int userWithAccount() {
        needsReachableRepository();
        try (Stream<String> lines = Files.lines(Path.of("/etc/passwd"))) {
            Optional<Integer> id = lines.filter(line -> line.startsWith("nobody:"))
                    .map(line -> Integer.parseInt(line.split(":", -1)[2]))
                    .findFirst();
            assumeTrue(id.isPresent(), "no account nobody");
            return id.orElseThrow();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** The path of a program found on PATH; the test is skipped when there is none. */
    public static Path needs(String program) {
        Optional<Path> found = find(program);
        assumeTrue(found.isPresent(), program + " is not installed");
        return found.orElseThrow();
    }

    /** The work tree can be entered by everyone; a checkout below /root cannot. */
    public static void needsReachableRepository() {
        for (Path at = Repository.root(); at != null; at = at.getParent()) {
            Path directory = at;
            assumeTrue(othersMayEnter(directory), directory + " is closed to ordinary users");
        }
    }

    public static Optional<Path> find(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A port of the loopback that nobody listens on now. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** Whether somebody does. */
    static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException _) {
            return false;
        }
    }

    private static boolean othersMayEnter(Path directory) {
        try {
            return ((int) Files.getAttribute(directory, "unix:mode") & 1) != 0;
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
