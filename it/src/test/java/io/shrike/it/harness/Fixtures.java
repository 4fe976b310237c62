package io.shrike.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The programs of {@code fixtures/}, built once. */
public final class Fixtures {
    private static final Path BUILD = build();

    private Fixtures() {}

    /** A built fixture; a failure when the compiler made none (see {@link #exists}). */
    public static Path path(String name) {
        Path path = BUILD.resolve(name);
        if (!Files.exists(path)) {
            throw new AssertionError("fixture " + name + " is not built in " + BUILD);
        }
        return path;
    }

    /** Whether this machine's compiler could build it: 32-bit programs only on x86. */
    public static boolean exists(String name) {
        return Files.exists(BUILD.resolve(name));
    }

    private static Path build() {
        Path fixtures = Repository.root().resolve("fixtures");
        try {
            Process make = new ProcessBuilder("make", "-s", "-C", fixtures.toString())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(make.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (make.waitFor() != 0) {
                throw new AssertionError("make -C fixtures failed:\n" + output);
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted");
        }
        return fixtures.resolve("build");
    }
}
