import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs the same storm of opens native, under Shrike, under strace and under a supervisor that only continues, in alternating
 * rounds, and prints a Markdown table; then the resident memory of an idle sensor. It shows figures and asserts nothing.
 */
final class Compare {
    private static final Pattern STORM = Pattern.compile("([0-9.]+) s, ");
    private static final String HEAD =
            "apiVersion: security.qualys.com/v1\nkind: TracingPolicy\nmetadata:\n  name: bench\n"
                    + "fileIntegrityMonitoring:\n  paths:\n    - path: /etc/shadow\n      events: [%s]\n";

    private final Path root;
    private final Path scratch;
    private final int rounds;
    private final int count;

    private Compare(Path root, Path scratch, int rounds, int count) {
        this.root = root;
        this.scratch = scratch;
        this.rounds = rounds;
        this.count = count;
    }

    public static void main(String[] words) throws IOException, InterruptedException {
        Path scratch = Files.createTempDirectory("shrike-bench");
        Compare compare = new Compare(
                Path.of(words[0]).toRealPath(), scratch, option(words, "--rounds", 5), option(words, "--count", 200_000));
        compare.storms();
        compare.idle();
        try (Stream<Path> files = Files.list(scratch)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(scratch);
    }

    private static int option(String[] words, String name, int otherwise) {
        int at = Arrays.asList(words).indexOf(name);
        return at < 0 ? otherwise : Integer.parseInt(words[at + 1]);
    }

    private void storms() throws IOException, InterruptedException {
        Map<String, List<String>> variants = variants();
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        for (int round = 1; round <= rounds; round++) {
            for (Map.Entry<String, List<String>> variant : variants.entrySet()) {
                System.err.printf("round %d of %d: %s%n", round, rounds, variant.getKey());
                Optional<Double> took = storm(variant.getValue());
                took.ifPresent(value ->
                        seconds.computeIfAbsent(variant.getKey(), _ -> new ArrayList<>()).add(value));
            }
        }
        print(seconds);
    }

    private Map<String, List<String>> variants() throws IOException {
        List<String> storm = List.of(root.resolve("bench/build/openstorm").toString(), Integer.toString(count));
        Map<String, List<String>> variants = new LinkedHashMap<>();
        variants.put("native", storm);
        variants.put("Shrike, write rules only", shrike("write", storm));
        variants.put("Shrike, a rule watches reads", shrike("open, write", storm));
        variants.put("floor (C: receive, read the path, continue)", join(List.of(root + "/bench/build/floor"), storm));
        variants.put(
                "floor that also looks the file up (openat2, statx, close)",
                join(List.of(root + "/bench/build/floor", "--resolve"), storm));
        variants.put(
                "strace -f --seccomp-bpf -e trace=openat",
                join(List.of("strace", "-f", "--seccomp-bpf", "-e", "trace=openat", "-o", "/dev/null"), storm));
        return variants;
    }

    private List<String> shrike(String events, List<String> command) throws IOException {
        Path policy = scratch.resolve(events.replace(", ", "-") + ".yaml");
        Files.writeString(policy, HEAD.formatted(events));
        return join(
                List.of(
                        root.resolve("shrike").toString(),
                        "run",
                        "--policy",
                        policy.toString(),
                        "--events",
                        scratch.resolve("events.jsonl").toString(),
                        "--"),
                command);
    }

    private static List<String> join(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /** The seconds that the storm says it took, without the start of whoever watches; nothing where it cannot run. */
    private static Optional<Double> storm(List<String> command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Matcher said = STORM.matcher(new String(process.getInputStream().readAllBytes()));
            process.waitFor();
            return said.find() ? Optional.of(Double.parseDouble(said.group(1))) : Optional.empty();
        } catch (IOException missing) {
            System.err.println(missing.getMessage());
            return Optional.empty();
        }
    }

    private void print(Map<String, List<Double>> seconds) {
        double plain = median(seconds.getOrDefault("native", List.of(Double.NaN)));
        double strace = median(seconds.getOrDefault("strace -f --seccomp-bpf -e trace=openat", List.of(Double.NaN)));
        System.out.printf("%d opens and closes of one path, %d alternating rounds, seconds:%n%n", count, rounds);
        System.out.println("| run | min | median | max | opens/s | µs added per open | of native | strace's time over it |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        seconds.forEach((name, values) -> {
            double middle = median(values);
            System.out.printf(
                    "| %s | %.3f | %.3f | %.3f | %,.0f | %.1f | %.2f | %.2f |%n",
                    name,
                    values.stream().min(Double::compare).orElse(Double.NaN),
                    middle,
                    values.stream().max(Double::compare).orElse(Double.NaN),
                    count / middle,
                    (middle - plain) / count * 1e6,
                    middle / plain,
                    strace / middle);
        });
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** The sensor's memory while the command sleeps. */
    private void idle() throws IOException, InterruptedException {
        if (!Files.isExecutable(root.resolve("shrike"))) {
            return;
        }
        Process run = new ProcessBuilder(shrike("open, write", List.of("sleep", "4")))
                .inheritIO()
                .start();
        Thread.sleep(3000);
        run.descendants()
                .filter(process -> read(process.pid(), "cmdline").contains("io.shrike.app"))
                .forEach(sensor -> System.out.printf(
                        "%nidle sensor (pid %d): %s%n", sensor.pid(), line(sensor.pid(), "VmRSS")));
        run.waitFor();
    }

    private static String line(long pid, String name) {
        return read(pid, "status")
                .lines()
                .filter(text -> text.startsWith(name))
                .findFirst()
                .map(text -> text.replaceAll("\\s+", " "))
                .orElse("gone");
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException gone) {
            return "";
        }
    }
}
