package io.shrike.app.deliver;

import io.shrike.app.config.ConfigurationException;
import io.shrike.delivery.destination.ErrnoName;
import io.shrike.delivery.destination.http.TrustedCertificates;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Whose certificates a destination is believed besides those of the Java runtime: {@code caFile}, else SHRIKE_CA_FILE. */
final class Authorities {
    private static final String KEY = "caFile";

    private final Function<String, Optional<String>> environment;

    Authorities(Function<String, Optional<String>> environment) {
        this.environment = environment;
    }

    /** A file that cannot be read is told now, not with the first event. */
    Optional<Path> of(Map<String, String> settings) {
        Optional<Path> named = Optional.ofNullable(settings.get(KEY)).map(Path::of);
        Optional<Path> file = named.or(() -> TrustedCertificates.named(environment));
        file.ifPresent(path -> check(path, named.isPresent() ? KEY : TrustedCertificates.VARIABLE));
        return file;
    }

    private static void check(Path file, String name) {
        try {
            TrustedCertificates.with(file);
        } catch (FileSystemException failure) {
            throw new ConfigurationException("shrike: " + name + ": " + file + ": " + ErrnoName.text(failure));
        } catch (IOException failure) {
            throw new ConfigurationException("shrike: " + name + ": " + failure.getMessage());
        }
    }
}
