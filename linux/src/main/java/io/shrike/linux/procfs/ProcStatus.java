package io.shrike.linux.procfs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The file /proc/PID/status, as far as it is needed. See proc_pid_status(5). User and group ids are unsigned.
 *
 * @param uid real, effective, saved set and file system user id
 * @param gid likewise for the group
 * @param nsPid the thread's number in each pid namespace, the reader's first; empty before Linux 4.1
 * @param seccomp 0 off, 1 strict, 2 filter
 * @param seccompFilters how many filters; 0 before Linux 5.9
 * @param capEff the effective capabilities, bit n for capability n
 */
public record ProcStatus(
        int tgid,
        int pid,
        int ppid,
        int tracerPid,
        Ids uid,
        Ids gid,
        List<Integer> nsPid,
        boolean noNewPrivs,
        int seccomp,
        int seccompFilters,
        long capEff) {

    /** The four ids that a thread has of a kind. */
    public record Ids(int real, int effective, int saved, int fileSystem) {}

    /** Parses the first {@code length} bytes; empty if they are not such a file. */
    public static Optional<ProcStatus> parse(byte[] text, int length) {
        Map<String, byte[]> fields = fields(text, length);
        if (!fields.containsKey("Tgid") || !fields.containsKey("Uid")) {
            return Optional.empty();
        }
        return Optional.of(new ProcStatus(
                number(fields, "Tgid"),
                number(fields, "Pid"),
                number(fields, "PPid"),
                number(fields, "TracerPid"),
                ids(fields, "Uid"),
                ids(fields, "Gid"),
                numbers(fields, "NSpid"),
                number(fields, "NoNewPrivs") != 0,
                number(fields, "Seccomp"),
                number(fields, "Seccomp_filters"),
                cursor(fields, "CapEff").hexadecimal()));
    }

    /** The first line of each key wins: Name comes first and has its line feeds escaped, so it cannot pass for another key. */
    private static Map<String, byte[]> fields(byte[] text, int length) {
        Map<String, byte[]> fields = new HashMap<>();
        for (byte[] line : ProcText.split(text, length, '\n')) {
            String characters = new String(line, StandardCharsets.ISO_8859_1);
            int colon = characters.indexOf(':');
            if (colon > 0) {
                fields.putIfAbsent(
                        characters.substring(0, colon),
                        characters.substring(colon + 1).getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return fields;
    }

    private static TextCursor cursor(Map<String, byte[]> fields, String key) {
        byte[] value = fields.getOrDefault(key, new byte[0]);
        return new TextCursor(value, 0, value.length);
    }

    private static int number(Map<String, byte[]> fields, String key) {
        return (int) cursor(fields, key).decimal();
    }

    private static Ids ids(Map<String, byte[]> fields, String key) {
        TextCursor cursor = cursor(fields, key);
        return new Ids((int) cursor.decimal(), (int) cursor.decimal(), (int) cursor.decimal(), (int) cursor.decimal());
    }

    private static List<Integer> numbers(Map<String, byte[]> fields, String key) {
        TextCursor cursor = cursor(fields, key);
        List<Integer> numbers = new ArrayList<>();
        cursor.skipSpaces();
        while (!cursor.atEnd()) {
            int before = cursor.position();
            numbers.add((int) cursor.decimal());
            cursor.skipSpaces();
            if (cursor.position() == before) {
                break;
            }
        }
        return List.copyOf(numbers);
    }
}
