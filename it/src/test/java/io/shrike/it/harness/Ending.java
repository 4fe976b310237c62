package io.shrike.it.harness;

/** How a process ended: by itself with a code, or by a signal. */
public sealed interface Ending {
    record Exited(int code) implements Ending {}

    record Signaled(int signal) implements Ending {}

    /** Parses the last line that {@code fixtures/launch} writes, e.g. {@code exited 3}. */
    static Ending parse(String line) {
        String[] words = line.trim().split(" ");
        return switch (words[0]) {
            case "exited" -> new Exited(Integer.parseInt(words[1]));
            case "signaled" -> new Signaled(Integer.parseInt(words[1]));
            default -> throw new IllegalStateException("the launcher wrote no ending but: " + line);
        };
    }
}
