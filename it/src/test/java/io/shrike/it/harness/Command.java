package io.shrike.it.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What to run and in which surroundings. {@code stdin} is empty by default; {@code uid} sets user and group; {@code wrapper}
 * is put in front of the whole command (in front of Shrike, too), e.g. {@code unshare -n}.
 */
public record Command(
        List<String> arguments,
        Path directory,
        Map<String, String> environment,
        String stdin,
        boolean stdinClosed,
        OptionalInt uid,
        List<String> wrapper,
        Duration timeout) {

    public static Command of(Path directory, String... arguments) {
        return of(directory, List.of(arguments));
    }

    /** As root or as an ordinary user; skips the test where this machine cannot. */
    public static Command as(boolean root, Path directory, Path program, String... words) {
        List<String> line = new ArrayList<>(List.of(program.toString()));
        line.addAll(List.of(words));
        Command command = of(directory, line);
        if (root) {
            Host.needsRoot();
            return command;
        }
        Host.needsReachableRepository();
        return command.asUser(Host.ORDINARY_USER);
    }

    public static Command of(Path directory, List<String> arguments) {
        return new Command(
                List.copyOf(arguments),
                directory,
                Map.of(),
                "",
                false,
                OptionalInt.empty(),
                List.of(),
                Duration.ofSeconds(60));
    }

    /** {@code sh -c SCRIPT}. */
    public static Command shell(Path directory, String script) {
        return of(directory, "sh", "-c", script);
    }

    /** {@code ./shrike ARGUMENTS}. */
    public static Command shrike(Path directory, String... arguments) {
        List<String> line = new ArrayList<>(List.of(Repository.shrike().toString()));
        line.addAll(List.of(arguments));
        return of(directory, line);
    }

    public Command withArguments(List<String> other) {
        return new Command(other, directory, environment, stdin, stdinClosed, uid, wrapper, timeout);
    }

    public Command withEnvironment(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(environment);
        more.put(name, value);
        return new Command(arguments, directory, Map.copyOf(more), stdin, stdinClosed, uid, wrapper, timeout);
    }

    public Command withStdin(String text) {
        return new Command(arguments, directory, environment, text, stdinClosed, uid, wrapper, timeout);
    }

    public Command withStdinClosed() {
        return new Command(arguments, directory, environment, stdin, true, uid, wrapper, timeout);
    }

    public Command asUser(int id) {
        return new Command(arguments, directory, environment, stdin, stdinClosed, OptionalInt.of(id), wrapper, timeout);
    }

    public Command wrappedIn(String... words) {
        return new Command(arguments, directory, environment, stdin, stdinClosed, uid, List.of(words), timeout);
    }

    public Command within(Duration limit) {
        return new Command(arguments, directory, environment, stdin, stdinClosed, uid, wrapper, limit);
    }

    /** Runs it without Shrike. */
    public Ran alone() {
        return Launch.start(this).finish();
    }
}
