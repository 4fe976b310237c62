package io.shrike.it.harness;

import java.nio.file.Files;
import java.nio.file.Path;

/** The work tree that these tests belong to. */
public final class Repository {
    private static final Path ROOT = find();

    private Repository() {}

    public static Path root() {
        return ROOT;
    }

    /** A shipped policy, e.g. {@code fim-policy}. */
    public static Path policy(String name) {
        return ROOT.resolve("policies").resolve(name + ".yaml");
    }

    /** The command as a user starts it. */
    public static Path shrike() {
        return ROOT.resolve("shrike");
    }

    private static Path find() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isRegularFile(at.resolve("build/find-jdk"))) {
                return at;
            }
        }
        throw new AssertionError("not inside the repository: " + Path.of("").toAbsolutePath());
    }
}
