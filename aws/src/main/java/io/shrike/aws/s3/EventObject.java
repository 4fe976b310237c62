package io.shrike.aws.s3;

import io.shrike.aws.access.Item;
import io.shrike.delivery.destination.EventForm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/**
 * Events of one hour as an object: JSON lines, the oldest first, compressed. Its name depends on nothing but the events as the
 * journal has them, so that the same events written again are the same object, also in another form.
 */
record EventObject(List<Item<StoredEvent>> events) {
    private static final DateTimeFormatter FOLDER =
            DateTimeFormatter.ofPattern("'date='yyyy-MM-dd'/hour='HH'/'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Comparator<Item<StoredEvent>> ORDER = Comparator.<Item<StoredEvent>, Instant>comparing(
                    item -> item.body().when())
            .thenComparing(item -> item.body().line());
    private static final int HASH_BYTES = 16;

    EventObject {
        events = List.copyOf(events);
    }

    /** The events of a batch by their hours, the earliest first; each of them in its order. */
    static List<List<Item<StoredEvent>>> byHour(List<Item<StoredEvent>> events) {
        TreeMap<String, List<Item<StoredEvent>>> hours = new TreeMap<>();
        for (Item<StoredEvent> event : events) {
            hours.computeIfAbsent(FOLDER.format(event.body().when()), _ -> new ArrayList<>())
                    .add(event);
        }
        hours.values().forEach(hour -> hour.sort(ORDER));
        return List.copyOf(hours.values());
    }

    String key(String prefix) {
        Instant first = events.getFirst().body().when();
        MessageDigest digest = sha256();
        for (Item<StoredEvent> event : events) {
            digest.update(event.body().line().toArray());
            digest.update((byte) '\n');
        }
        String hash = HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
        return prefix + FOLDER.format(first) + MOMENT.format(first) + "-" + hash + ".jsonl.gz";
    }

    byte[] content(EventForm form) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream lines = new GZIPOutputStream(bytes)) {
            for (Item<StoredEvent> event : events) {
                lines.write(form.of(event.body().line()).toArray());
                lines.write('\n');
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException failure) {
            throw new IllegalStateException("every Java runtime has SHA-256", failure);
        }
    }
}
