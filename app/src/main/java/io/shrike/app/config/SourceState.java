package io.shrike.app.config;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How policy files look from outside, without reading them: for each file the place behind all links, its identity, size and
 * times. Two states differ when a file was written, replaced, added or removed, or when any link on the way to it points
 * elsewhere.
 */
record SourceState(Map<Path, String> looks) {
    private static final String ATTRIBUTES = "unix:dev,ino,size,lastModifiedTime,ctime";

    SourceState {
        looks = Map.copyOf(looks);
    }

    /** The state of files, and of directories with their direct entries, as it is now. */
    static SourceState of(List<Path> paths) {
        Map<Path, String> looks = new TreeMap<>();
        for (Path path : paths) {
            looks.put(path, look(path));
            if (Files.isDirectory(path)) {
                entries(path, looks);
            }
        }
        return new SourceState(looks);
    }

    private static void entries(Path directory, Map<Path, String> looks) {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, "*.{yaml,yml}")) {
            stream.forEach(entry -> looks.put(entry, look(entry)));
        } catch (IOException | DirectoryIteratorException failure) {
            looks.put(directory.resolve("*"), failure.getClass().getName());
        }
    }

    private static String look(Path path) {
        try {
            return path.toRealPath() + " " + new TreeMap<>(Files.readAttributes(path, ATTRIBUTES));
        } catch (IOException failure) {
            return failure.getClass().getName();
        }
    }
}
