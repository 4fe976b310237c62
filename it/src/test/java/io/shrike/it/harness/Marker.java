package io.shrike.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An environment variable with a value of its own, by which every process of one run is found in {@code /proc}. */
record Marker(String value) {
    static final String VARIABLE = "SHRIKE_IT_RUN";

    /** The processes that still carry the mark after {@code patience}, as {@code pid command line}. Zombies do not count. */
    List<String> survivors(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        List<Long> alive = marked();
        while (!alive.isEmpty() && System.nanoTime() < end) {
            Waiting.pause();
            alive = marked();
        }
        return alive.stream().map(Marker::describe).toList();
    }

    /** Kills what still carries the mark. */
    void killAll() {
        for (long pid : marked()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private List<Long> marked() {
        List<Long> found = new ArrayList<>();
        String wanted = VARIABLE + "=" + value;
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (read(process.resolve("environ")).contains(wanted)) {
                    found.add(Long.parseLong(process.getFileName().toString()));
                }
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
        return found;
    }

    private static String describe(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        return pid + " " + read(process.resolve("cmdline")).replace('\0', ' ').trim();
    }

    /** Empty when the process is gone, a zombie, or another user's. */
    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return "";
        }
    }
}
