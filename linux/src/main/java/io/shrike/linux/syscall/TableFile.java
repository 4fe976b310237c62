package io.shrike.linux.syscall;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The lines of a table among the resources of this package: words between blanks, '#' begins a comment line. */
final class TableFile {
    private TableFile() {}

    static List<List<String>> rows(String file) {
        InputStream stream = TableFile.class.getResourceAsStream(file);
        if (stream == null) {
            throw new IllegalStateException("resource missing from the module: " + file);
        }
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))) {
            return lines.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(line -> List.of(line.split("\\s+")))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("resource unreadable: " + file, failure);
        }
    }
}
