package io.shrike.app.config;

import io.shrike.model.ByteString;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Paths of policies as the kernel names them: without symlinks, as far as the path exists. */
final class CanonicalPaths {
    private CanonicalPaths() {}

    /** The canonical form of an absolute path; what does not exist of it stays as it is. */
    static ByteString of(ByteString path) {
        try {
            return ByteString.utf8(canonical(Path.of(path.escaped())).toString());
        } catch (InvalidPathException | IOException _) {
            return path;
        }
    }

    private static Path canonical(Path path) throws IOException {
        Path existing = path;
        while (existing != null) {
            try {
                return existing.toRealPath().resolve(existing.relativize(path)).normalize();
            } catch (IOException _) {
                existing = existing.getParent();
            }
        }
        throw new IOException("nothing of " + path + " exists");
    }
}
