package io.shrike.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A container of runc with this machine's files, and the capabilities and limits that runc gives by default. Its first process
 * is the command of the run.
 *
 * @param name of the container
 * @param bundle the folder of its config.json
 * @param start what the container's first process reads to become the command
 */
public record RuncBundle(String name, Path bundle, Path start) {
    /** Makes the bundle below {@code directory}, which is also where the command runs. */
    public static RuncBundle make(Path directory) {
        try {
            Path bundle = Files.createDirectory(directory.resolve("bundle"));
            Path start = directory.resolve("start.sh");
            Files.createDirectory(bundle.resolve("rootfs"));
            Process spec = new ProcessBuilder("runc", "spec", "--bundle", bundle.toString())
                    .inheritIO()
                    .start();
            if (spec.waitFor() != 0) {
                throw new AssertionError("runc spec failed");
            }
            Path config = bundle.resolve("config.json");
            String text = Files.readString(config);
            text = replaced(text, "\"terminal\": true", "\"terminal\": false");
            text = replaced(text, "\"args\": \\[\\s*\"sh\"\\s*\\]", "\"args\": [\"sh\", \"" + start + "\"]");
            text = replaced(text, "\"cwd\": \"/\"", "\"cwd\": \"" + directory + "\"");
            text = replaced(text, "\"readonly\": true", "\"readonly\": false");
            Files.writeString(config, text);
            return new RuncBundle("shrike-it-" + UUID.randomUUID(), bundle, start);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted");
        }
    }

    private static String replaced(String text, String regex, String by) {
        String changed = text.replaceFirst(regex, by);
        if (changed.equals(text)) {
            throw new AssertionError("runc spec wrote no " + regex + ":\n" + text);
        }
        return changed;
    }

    /** Words to put before a command, which becomes the container's first process. */
    public String[] run() {
        String script = """
                { printf exec; for word; do printf " '%s'" "$(printf %s "$word" | sed "s/'/'\\\\\\\\''/g")"; done; } >START
                mount --make-rprivate / && mount --rbind / BUNDLE/rootfs && exec runc --root BUNDLE/state run --bundle BUNDLE NAME
                """.replace("START", start.toString())
                .replace("BUNDLE", bundle.toString())
                .replace("NAME", name);
        return new String[] {"unshare", "-m", "sh", "-c", script, "sh"};
    }

    /** {@code runc exec} of a command into it. */
    public String[] exec(String... line) {
        List<String> whole = new ArrayList<>(
                List.of("runc", "--root", bundle.resolve("state").toString(), "exec", name));
        whole.addAll(List.of(line));
        return whole.toArray(String[]::new);
    }
}
