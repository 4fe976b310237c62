package io.shrike.it.harness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Shrike whose sensor has a time of day of its own, which a test moves while it runs; the clock that only goes forward stays as it is, as
 * when somebody sets a machine's clock. By libfaketime: the launcher takes LD_PRELOAD out of the sensor's environment, so a Java that puts
 * it back stands in for the real one.
 */
public final class FakedClock {
    private final Path home;

    private FakedClock(Path home) {
        this.home = home;
    }

    /** Skips the test where libfaketime is not installed. */
    public static FakedClock in(Path directory) throws IOException {
        Optional<Path> library = library();
        assumeTrue(library.isPresent(), "libfaketime (package faketime) is not installed");
        Path real = Repository.root().resolve(".build");
        Path home = Files.createDirectory(directory.resolve("home"));
        FakedClock clock = new FakedClock(home);
        Path build = Files.createDirectory(home.resolve(".build"));
        for (String name : new String[] {"lib", "aws", "shrike-shim"}) {
            Files.createSymbolicLink(build.resolve(name), real.resolve(name));
        }
        Path java = home.resolve("jdk/bin/java");
        Files.createDirectories(java.getParent());
        Files.writeString(build.resolve("jdk"), home.resolve("jdk") + "\n");
        Path launch = Files.createDirectory(home.resolve("build")).resolve("launch");
        Files.copy(Repository.root().resolve("build/launch"), launch, StandardCopyOption.COPY_ATTRIBUTES);
        clock.set("+0");
        Files.writeString(java, """
                #!/bin/sh
                export LD_PRELOAD=%s FAKETIME_TIMESTAMP_FILE=%s FAKETIME_NO_CACHE=1
                export FAKETIME_DONT_FAKE_MONOTONIC=1 FAKETIME_FORCE_MONOTONIC_FIX=0
                exec %s/bin/java "$@"
                """.formatted(
                        library.get(),
                        clock.file(),
                        Files.readString(real.resolve("jdk")).strip()));
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return clock;
    }

    private static Optional<Path> library() throws IOException {
        try (Stream<Path> files = Files.find(
                Path.of("/usr/lib"),
                4,
                (path, _) -> path.endsWith("faketime/libfaketime.so.1")
                        && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))) {
            return files.findAny();
        }
    }

    private Path file() {
        return home.resolve("offset");
    }

    /** What runs instead of {@code ./shrike}. */
    public Path launcher() {
        return home.resolve("build/launch");
    }

    /** The sensor's time of day is off by this from now on, e.g. {@code -3d} or {@code +40m}. */
    public void set(String offset) throws IOException {
        Path fresh = Files.writeString(home.resolve("offset.new"), offset + "\n");
        Files.move(fresh, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
