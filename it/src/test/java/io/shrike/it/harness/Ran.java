package io.shrike.it.harness;

import io.shrike.model.ByteString;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** A command that ended: how, what it wrote, how long it took, and which of its processes were still there afterwards. */
public record Ran(
        List<String> command, Ending ending, ByteString out, ByteString err, Duration took, List<String> left) {
    public Ran {
        left = List.copyOf(left);
    }

    public String stdout() {
        return new String(out.toArray(), StandardCharsets.UTF_8);
    }

    public String stderr() {
        return new String(err.toArray(), StandardCharsets.UTF_8);
    }

    /** For failure texts. */
    @Override
    public String toString() {
        return String.join(" ", command) + "\n  ended: " + ending + " after " + took.toMillis() + " ms\n  stdout: "
                + indented(stdout()) + "\n  stderr: " + indented(stderr());
    }

    private static String indented(String text) {
        String cut = text.length() > 4000
                ? text.substring(0, 2000) + "\n[…]\n" + text.substring(text.length() - 2000)
                : text;
        return cut.stripTrailing().replace("\n", "\n    ");
    }
}
