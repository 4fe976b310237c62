package io.shrike.app.events;

import io.shrike.delivery.journal.JournalFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Where lines of events are read: a file, a journal's directory, or a stream. A taker answers false when it wants no more. */
public final class EventSource {
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(200);

    private EventSource() {}

    /** The lines of a stream until its end. What is not UTF-8 becomes a replacement character. */
    public static void stream(InputStream in, Predicate<String> taker) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        String line = reader.readLine();
        while (line != null && taker.test(line)) {
            line = reader.readLine();
        }
    }

    /** The lines of a file, or the events that wait in a journal's directory; {@code follow}: and those to come, for ever. */
    public static void path(Path path, boolean follow, Predicate<String> taker) throws IOException {
        if (Files.isDirectory(path)) {
            journal(path, follow, taker);
        } else if (follow) {
            try (FollowedFile file = new FollowedFile(path)) {
                while (file.read(taker)) {
                    LockSupport.parkNanos(file, PAUSE);
                }
            }
        } else {
            try (InputStream in = Files.newInputStream(path)) {
                stream(in, taker);
            }
        }
    }

    private static void journal(Path directory, boolean follow, Predicate<String> taker) throws IOException {
        Set<String> before = new HashSet<>();
        boolean[] wanted = {true};
        do {
            Set<String> now = new HashSet<>();
            JournalFiles.forEachWaiting(directory, entry -> {
                String line = new String(entry.event().toArray(), StandardCharsets.UTF_8);
                String id = line.substring(0, Math.min(line.length(), 60));
                now.add(id);
                if (wanted[0] && !before.contains(id)) {
                    wanted[0] = taker.test(line);
                }
            });
            before.clear();
            before.addAll(now);
            if (follow) {
                LockSupport.parkNanos(directory, PAUSE);
            }
        } while (follow && wanted[0]);
    }
}
