package io.shrike.model;

import java.util.List;
import java.util.Optional;

/** What the policy learned of an activity beyond which rules it met. */
public sealed interface Finding {
    /** Nothing more. */
    record None() implements Finding {}

    /**
     * The effect (index into the activity's effects) and operation that the strongest file rule met. {@code named} is the path
     * that the rule names, where the call reached that file by another one.
     */
    record File(int effect, FileOperation operation, Optional<ByteString> named) implements Finding {
        /** A file that was met under its own path. */
        public File(int effect, FileOperation operation) {
            this(effect, operation, Optional.empty());
        }
    }

    /** Whether the network rules allow the activity; {@code domain} is what DNS said of the address. */
    record Network(boolean allowed, Optional<String> domain) implements Finding {}

    /** Packages that a command installs, upgrades, removes or downloads. */
    record Software(String packageManager, String operation, List<SoftwarePackage> packages) implements Finding {
        public Software {
            packages = List.copyOf(packages);
        }
    }

    /** Arguments of an exec, recorded because a rule says {@code captureArgs}; secrets already redacted. */
    record Execution(Optional<List<ByteString>> capturedArguments) implements Finding {}

    /**
     * One package: a name, a URL, or both; a version where the command names one. {@code target} is where a download goes, as
     * the command line says: a file, {@code -} for standard output, or a folder that ends with a slash.
     */
    record SoftwarePackage(String name, Optional<String> version, Optional<String> url, Optional<String> target) {
        /** A package without a place that the command names. */
        public SoftwarePackage(String name, Optional<String> version, Optional<String> url) {
            this(name, version, url, Optional.empty());
        }
    }

    Finding NONE = new None();
}
