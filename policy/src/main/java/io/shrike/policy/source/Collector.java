package io.shrike.policy.source;

import io.shrike.policy.document.Problem;
import io.shrike.policy.yaml.Names;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads one location after the other, and keeps what went wrong. */
final class Collector {
    private final PolicyFetcher fetcher;
    private final List<RawPolicy> policies = new ArrayList<>();
    private final List<Path> watched = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Set<Object> seen = new HashSet<>();

    Collector(PolicyFetcher fetcher) {
        this.fetcher = fetcher;
    }

    FoundPolicies found(String origin) {
        return new FoundPolicies(origin, policies, watched, problems);
    }

    void error(String location, String message) {
        problems.add(Problem.ofFile(location, message));
    }

    void add(String location) {
        if (location.startsWith(BuiltInPolicies.SCHEME)) {
            addBuiltIn(location);
        } else if (location.contains("://")) {
            addRemote(location);
        } else {
            addPath(location);
        }
    }

    private void addBuiltIn(String location) {
        String mode = location.substring(BuiltInPolicies.SCHEME.length());
        Optional<RawPolicy> policy = BuiltInPolicies.find(mode);
        if (policy.isEmpty()) {
            error(location, noSuchMode(mode));
        } else if (isNew(location, location)) {
            policies.add(policy.get());
        }
    }

    static String noSuchMode(String mode) {
        return "there is no monitoring mode \"" + printable(mode) + "\"" + Names.hint(mode, BuiltInPolicies.MODES)
                + " (allowed: " + String.join(", ", BuiltInPolicies.MODES) + ")";
    }

    private void addRemote(String location) {
        Optional<RemoteLocation> remote = RemoteLocation.parse(location);
        String shown = PolicyFetcher.shown(location);
        if (remote.isEmpty()) {
            error(shown, "is neither a file nor s3://bucket/key[?versionId=V] nor https://host/path[#sha256=HEX]");
            return;
        }
        if (!isNew(location, shown)) {
            return;
        }
        try {
            byte[] text = fetcher.fetch(remote.get().address());
            Optional<String> mismatch = remote.get().mismatch(text);
            if (mismatch.isPresent()) {
                error(shown, mismatch.get());
            } else {
                policies.add(new RawPolicy(shown, text));
            }
        } catch (IOException failed) {
            error(shown, String.valueOf(failed.getMessage()));
        }
    }

    private void addPath(String location) {
        try {
            Path path = Path.of(location);
            watched.add(path);
            if (Files.isDirectory(path)) {
                addDirectory(location, path);
            } else {
                addFile(location, path);
            }
        } catch (InvalidPathException invalid) {
            error(printable(location), "is not the name of a file");
        }
    }

    /** Names that begin with a dot are left out: mounted ConfigMaps keep their versions there. */
    private void addDirectory(String location, Path directory) {
        Set<Path> files = new TreeSet<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, "*.{yaml,yml}")) {
            for (Path file : stream) {
                boolean hidden = file.getFileName().toString().startsWith(".");
                if (!hidden && !Files.isDirectory(file)) {
                    files.add(file);
                }
            }
        } catch (IOException failed) {
            error(location, reason(failed));
            return;
        } catch (DirectoryIteratorException failed) {
            error(location, "cannot be read: " + failed.getMessage());
            return;
        }
        if (files.isEmpty()) {
            error(location, "the directory holds no *.yaml and no *.yml");
        }
        files.forEach(file -> addFile(file.toString(), file));
    }

    private void addFile(String location, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] text = in.readNBytes(PolicySources.MOST_BYTES + 1);
            if (text.length > PolicySources.MOST_BYTES) {
                error(location, "is longer than " + PolicySources.MOST_BYTES + " bytes");
            } else if (isNew(identity(file), location)) {
                policies.add(new RawPolicy(location, text));
            }
        } catch (IOException failed) {
            error(location, reason(failed));
        }
    }

    /** The file behind all links; a pipe has none and is itself. */
    private static Path identity(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException noFile) {
            return file.toAbsolutePath();
        }
    }

    private boolean isNew(Object identity, String location) {
        if (seen.add(identity)) {
            return true;
        }
        String text = "is named twice and applies once";
        problems.add(new Problem(location, 0, 0, Problem.Kind.WARNING, text));
        return false;
    }

    private static String reason(IOException failed) {
        return switch (failed) {
            case NoSuchFileException _ -> "no such file or directory";
            case AccessDeniedException _ -> "permission denied";
            case NotDirectoryException _ -> "not a directory";
            case FileSystemLoopException _ -> "too many symbolic links";
            case FileSystemException other -> "cannot be read: " + other.getReason();
            default -> "cannot be read: " + failed.getMessage();
        };
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
