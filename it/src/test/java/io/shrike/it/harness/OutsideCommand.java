package io.shrike.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Commands that the test runs itself, beside a watch: what a container runtime would do from outside. */
public final class OutsideCommand {
    private static final long LIMIT_SECONDS = 60;

    private final Path directory;

    /** Commands run in {@code directory}. */
    public OutsideCommand(Path directory) {
        this.directory = directory;
    }

    /** Runs to the end; what it says goes to the test's standard error. */
    public Ending run(String... line) {
        try {
            Process process = new ProcessBuilder(line)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("not ended after " + LIMIT_SECONDS + " s: " + List.of(line));
            }
            return new Ending.Exited(process.exitValue());
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted");
        }
    }

    /** Runs {@code line} in the PID and mount namespaces of the child that {@code pid}, an {@code unshare --fork}, has. */
    public Ending inNamespaceBelow(long pid, int uid, String... line) {
        String user = Integer.toString(uid);
        List<String> whole = new ArrayList<>(
                List.of("nsenter", "-t", Long.toString(child(pid)), "-p", "-m", "-S", user, "-G", user));
        whole.addAll(List.of(line));
        return run(whole.toArray(String[]::new));
    }

    private static long child(long pid) {
        Path children = Path.of("/proc", Long.toString(pid), "task", Long.toString(pid), "children");
        return Waiting.until(pid + " has a child", Duration.ofSeconds(10), () -> {
            try {
                String text = Files.readString(children).strip();
                return text.isEmpty() ? Optional.empty() : Optional.of(Long.parseLong(text.split(" ")[0]));
            } catch (IOException problem) {
                throw new UncheckedIOException(problem);
            }
        });
    }
}
