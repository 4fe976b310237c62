package io.shrike.trace.decode;

import io.shrike.model.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The program that a dynamic loader is asked to run, as ld.so(8) and musl's loader read their arguments.
 *
 * @param program as written; both loaders take a name without a slash from their library path, where programs seldom lie
 * @param arguments what the program sees: argv[0], and all that stands behind its name
 */
record LoaderCommand(ByteString program, List<ByteString> arguments) {
    private static final Set<String> WITH_VALUE = Set.of(
            "--library-path",
            "--inhibit-rpath",
            "--audit",
            "--preload",
            "--argv0",
            "--glibc-hwcaps-prepend",
            "--glibc-hwcaps-mask");
    private static final Set<String> RUNS_NOTHING =
            Set.of("--list", "--verify", "--help", "--version", "--list-tunables", "--list-diagnostics");
    private static final String ARGV0 = "--argv0";

    LoaderCommand {
        arguments = List.copyOf(arguments);
    }

    /** Whether a file is a dynamic loader by its name, such as {@code ld-linux-x86-64.so.2} or {@code ld-musl-x86_64.so.1}. */
    static boolean isLoader(ByteString path) {
        String name = path.baseName().escaped();
        boolean starts = name.startsWith("ld-") || name.startsWith("ld.so") || name.startsWith("ld64.so");
        return starts && name.contains(".so");
    }

    /** Empty where the loader runs no program. */
    static Optional<LoaderCommand> of(List<ByteString> argv) {
        Optional<ByteString> shown = Optional.empty();
        int at = 1;
        while (at < argv.size()) {
            String word = argv.get(at).escaped();
            if (!word.startsWith("--")) {
                break;
            }
            at++;
            if (word.equals("--")) {
                break;
            }
            if (RUNS_NOTHING.contains(word)) {
                return Optional.empty();
            }
            if (word.startsWith(ARGV0 + "=")) {
                shown = Optional.of(ByteString.utf8(word.substring(ARGV0.length() + 1)));
            } else if (WITH_VALUE.contains(word) && at < argv.size()) {
                shown = word.equals(ARGV0) ? Optional.of(argv.get(at)) : shown;
                at++;
            }
        }
        if (at >= argv.size()) {
            return Optional.empty();
        }
        List<ByteString> arguments = new ArrayList<>(argv.subList(at, argv.size()));
        shown.ifPresent(first -> arguments.set(0, first));
        return Optional.of(new LoaderCommand(argv.get(at), arguments));
    }
}
