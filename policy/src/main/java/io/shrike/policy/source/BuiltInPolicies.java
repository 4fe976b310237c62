package io.shrike.policy.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The policies that are part of the program, one for each monitoring mode. */
public final class BuiltInPolicies {
    /** The modes, quietest first. */
    public static final List<String> MODES = List.of("minimal", "balanced", "aggressive");

    static final String DEFAULT_MODE = "balanced";
    static final String SCHEME = "builtin:";

    private BuiltInPolicies() {}

    /** The policy of a mode, named {@code builtin:MODE}; empty where there is no such mode. */
    public static Optional<RawPolicy> find(String mode) {
        return MODES.contains(mode) ? Optional.of(read(mode)) : Optional.empty();
    }

    private static RawPolicy read(String mode) {
        String resource = mode + ".yaml";
        try (InputStream in = Objects.requireNonNull(BuiltInPolicies.class.getResourceAsStream(resource), resource)) {
            return new RawPolicy(SCHEME + mode, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
