import io.shrike.delivery.journal.Batch;
import io.shrike.delivery.journal.Entry;
import io.shrike.delivery.journal.Journal;
import io.shrike.delivery.journal.JournalConfig;
import io.shrike.model.ByteString;
import io.shrike.model.Severity;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/**
 * Three ways to keep events on disk, put to the same tests: killed by SIGKILL while appending, cut off at the end, on a full
 * disk. ADR 0012 has what came out. Run by {@code bench/journal-stores/run}.
 */
public final class Stores {
    private static final int BATCH = 10;
    private static final String PADDING = "x".repeat(800);

    interface Store extends AutoCloseable {
        void append(int number) throws Exception;

        void flush() throws Exception;

        /** Removes the oldest {@code count} events. */
        void removeOldest(int count) throws Exception;

        Set<Integer> numbers() throws Exception;

        @Override
        void close() throws Exception;
    }

    static Store open(String kind, Path directory) throws Exception {
        Files.createDirectories(directory);
        return switch (kind) {
            case "segments" -> new Segments(directory);
            case "mvstore" -> new Mv(directory);
            case "sqlite" -> new Sqlite(directory);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    static final class Segments implements Store {
        private final Journal journal;
        private boolean full;

        Segments(Path directory) {
            journal = Journal.open(JournalConfig.of(directory, 256L << 20, 1 << 20), Set.of(1L));
        }

        @Override
        public void append(int number) {
            journal.append(Severity.LOW, new Entry(0, List.of(1L), ByteString.utf8(number + " " + PADDING)));
        }

        @Override
        public void flush() throws IOException {
            journal.flush();
            if (!full && journal.report().dropped().containsKey("journalDiskFull")) {
                full = true;
                throw new IOException("on a full disk it dropped " + journal.report().dropped() + ", and went on");
            }
        }

        @Override
        public void removeOldest(int count) {
            journal.acknowledge(journal.poll(1, count, Long.MAX_VALUE));
        }

        @Override
        public Set<Integer> numbers() {
            Set<Integer> numbers = new HashSet<>();
            Batch all = journal.poll(1, Integer.MAX_VALUE, Long.MAX_VALUE);
            all.entries().forEach(entry -> numbers.add(number(entry.event().escaped())));
            return numbers;
        }

        @Override
        public void close() {
            journal.close();
        }
    }

    static final class Mv implements Store {
        private final MVStore store;
        private final MVMap<Integer, byte[]> map;

        Mv(Path directory) {
            store = new MVStore.Builder()
                    .fileName(directory.resolve("events.mv").toString())
                    .autoCommitDisabled()
                    .open();
            store.setRetentionTime(0);
            map = store.openMap("events");
        }

        @Override
        public void append(int number) {
            map.put(number, (number + " " + PADDING).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void flush() {
            store.commit();
        }

        @Override
        public void removeOldest(int count) {
            for (int i = 0; i < count && !map.isEmpty(); i++) {
                map.remove(map.firstKey());
            }
            store.commit();
        }

        @Override
        public Set<Integer> numbers() {
            return new HashSet<>(map.keySet());
        }

        @Override
        public void close() {
            store.close();
        }
    }

    static final class Sqlite implements Store {
        private final Connection connection;
        private final PreparedStatement insert;

        Sqlite(Path directory) throws SQLException {
            connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("events.db"));
            try (Statement setup = connection.createStatement()) {
                setup.execute("pragma journal_mode=wal");
                setup.execute("pragma synchronous=normal");
                setup.execute("create table if not exists events (number integer primary key, event blob)");
            }
            connection.setAutoCommit(false);
            insert = connection.prepareStatement("insert into events values (?, ?)");
        }

        @Override
        public void append(int number) throws SQLException {
            insert.setInt(1, number);
            insert.setBytes(2, (number + " " + PADDING).getBytes(StandardCharsets.UTF_8));
            insert.executeUpdate();
        }

        @Override
        public void flush() throws SQLException {
            connection.commit();
        }

        @Override
        public void removeOldest(int count) throws SQLException {
            try (Statement delete = connection.createStatement()) {
                delete.execute("delete from events where number in (select number from events order by number limit "
                        + count + ")");
            }
            connection.commit();
        }

        @Override
        public Set<Integer> numbers() throws SQLException {
            Set<Integer> numbers = new HashSet<>();
            try (Statement select = connection.createStatement();
                    ResultSet rows = select.executeQuery("select number from events")) {
                while (rows.next()) {
                    numbers.add(rows.getInt(1));
                }
            }
            return numbers;
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    private static int number(String text) {
        return Integer.parseInt(text.substring(0, text.indexOf(' ')));
    }

    public static void main(String[] words) throws Exception {
        switch (words[0]) {
            case "append" -> appendForEver(words[1], Path.of(words[2]), Integer.parseInt(words[3]));
            case "speed" -> speed(words[1], Path.of(words[2]));
            case "kill" -> kill(words[1], Path.of(words[2]), Integer.parseInt(words[3]));
            case "cut" -> cut(words[1], Path.of(words[2]));
            case "full" -> full(words[1], Path.of(words[2]));
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private static void appendForEver(String kind, Path directory, int first) throws Exception {
        Store store = open(kind, directory);
        for (int i = first; ; i++) {
            store.append(i);
            if (i % BATCH == 0) {
                store.flush();
                System.out.println(i);
            }
        }
    }

    private static void speed(String kind, Path directory) throws Exception {
        try (Store store = open(kind, directory)) {
            for (int round = 0; round < 3; round++) {
                long start = System.nanoTime();
                for (int i = 0; i < 50_000; i++) {
                    store.append(round * 50_000 + i);
                    if (i % BATCH == 0) {
                        store.flush();
                    }
                }
                store.flush();
                double micros = (System.nanoTime() - start) / 1e3 / 50_000;
                System.out.printf("%s: %.1f us an event, 10 a flush, round %d%n", kind, micros, round);
            }
            System.out.printf("%s: 150,000 events (%d MB) take %.0f MB of disk%n", kind, 150_000 * 806 / 1_000_000, size(directory) / 1e6);
        }
    }

    private static void kill(String kind, Path directory, int kills) throws Exception {
        Random random = new Random(1);
        int next = 1;
        int lost = 0;
        int failedToOpen = 0;
        Set<Integer> flushed = new HashSet<>();
        for (int kill = 0; kill < kills; kill++) {
            Path output = Files.createTempFile("stores", ".out");
            Process process = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(), "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                            "Stores", "append", kind, directory.toString(), Integer.toString(next))
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            while (Files.size(output) == 0 && process.isAlive()) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            TimeUnit.MILLISECONDS.sleep(5 + random.nextInt(200));
            process.destroyForcibly().waitFor();
            String text = Files.readString(output);
            List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
            int last = lines.isEmpty() ? next : Integer.parseInt(lines.getLast());
            for (int i = next; i <= last; i++) {
                flushed.add(i);
            }
            next = last + 100_000;
            try (Store store = open(kind, directory)) {
                Set<Integer> missing = new HashSet<>(flushed);
                missing.removeAll(store.numbers());
                lost += missing.size();
                flushed.removeAll(missing);
            } catch (Exception failure) {
                failedToOpen++;
                System.out.println(kind + ": " + failure);
            }
        }
        System.out.printf("%s: %d kills, %d events flushed, %d of them lost, %d times it did not open%n", kind, kills, flushed.size() + lost, lost, failedToOpen);
    }

    /** An image of the files, as a kill would leave them, cut by up to 20,000 bytes at the end of the largest file. */
    private static void cut(String kind, Path directory) throws Exception {
        Path live = directory.resolve("live");
        Store store = open(kind, live);
        for (int i = 0; i < 2_000; i++) {
            store.append(i);
            if (i % BATCH == 0) {
                store.flush();
            }
        }
        store.flush();
        Random random = new Random(2);
        int failed = 0;
        int worst = 0;
        long more = 0;
        int tries = 200;
        for (int i = 0; i < tries; i++) {
            Path image = directory.resolve("image" + i);
            copy(live, image);
            int bytes = 1 + random.nextInt(20_000);
            Path largest = largest(image);
            try (RandomAccessFile file = new RandomAccessFile(largest.toFile(), "rw")) {
                file.setLength(Math.max(0, file.length() - bytes));
            }
            try (Store damaged = open(kind, image)) {
                int missing = 2_000 - damaged.numbers().size();
                worst = Math.max(worst, missing);
                more += Math.max(0, missing - (bytes / 800 + 1));
                damaged.append(5_000);
                damaged.flush();
            } catch (Exception failure) {
                failed++;
                if (failed == 1) {
                    System.out.println(kind + ": cut by " + bytes + ": " + failure);
                }
            }
            delete(image);
        }
        System.out.printf("%s: %d cuts of up to 20,000 bytes: %d did not open or take more, at worst %d events missing, %d more in all than were cut off%n", kind, tries, failed, worst, more);
        store.close();
    }

    /** On a full disk: can old events be removed, and does that make room for new ones? */
    private static void full(String kind, Path directory) throws Exception {
        Store store = open(kind, directory);
        int number = 0;
        try {
            while (number < 1_000_000) {
                store.append(number++);
                store.flush();
            }
        } catch (Exception failure) {
            System.out.println(kind + ": full at event " + number + ": " + failure.getClass().getSimpleName() + ": " + firstLine(failure));
        }
        String after = "removing the oldest 100 and appending 50 works";
        try {
            store.removeOldest(100);
            for (int i = 0; i < 50; i++) {
                store.append(number++);
            }
            store.flush();
        } catch (Exception failure) {
            after = "removing the oldest 100 and appending 50 fails: " + failure.getClass().getSimpleName() + ": " + firstLine(failure);
        }
        System.out.println(kind + ": " + after);
        try {
            store.close();
        } catch (Exception failure) {
            System.out.println(kind + ": close fails: " + firstLine(failure));
        }
        try (Store again = open(kind, directory)) {
            System.out.println(kind + ": opened again, it has " + again.numbers().size() + " events");
            again.removeOldest(100);
            again.append(number);
            again.flush();
            System.out.println(kind + ": opened again, removing and appending works");
        } catch (Exception failure) {
            System.out.println(kind + ": opened again, it fails: " + failure.getClass().getSimpleName() + ": " + firstLine(failure));
        }
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    private static long size(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).mapToLong(path -> path.toFile().length()).sum();
        }
    }

    private static Path largest(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(path -> path.toFile().length() > 0)
                    .max(Comparator.comparingLong(path -> path.toFile().length()))
                    .orElseThrow();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : new ArrayList<>(files.toList())) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
