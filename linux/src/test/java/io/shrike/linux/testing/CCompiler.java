package io.shrike.linux.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The C compilers of this machine, as the judge of what headers say. Tests are skipped where one is missing. */
public final class CCompiler {
    private final String command;

    private CCompiler(String command) {
        this.command = command;
    }

    /** The compiler for this machine; the test is skipped when there is none. */
    public static CCompiler required() {
        Optional<CCompiler> found = find("cc").or(() -> find("gcc"));
        assumeTrue(found.isPresent(), "no C compiler (cc, gcc) on this machine");
        return found.orElseThrow();
    }

    /** A compiler by name, if it is on the path. */
    public static Optional<CCompiler> find(String command) {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(":")) {
            if (Files.isExecutable(Path.of(directory, command))) {
                return Optional.of(new CCompiler(command));
            }
        }
        return Optional.empty();
    }

    /** What the preprocessor makes of a source; empty when it refuses, as it does for a header that is not there. */
    public Optional<String> preprocess(Path directory, String source, String... options) {
        Path file = write(directory.resolve("preprocessed.c"), source);
        List<String> arguments = new ArrayList<>(List.of(command, "-E", "-P"));
        arguments.addAll(List.of(options));
        arguments.add(file.toString());
        return run(directory, arguments);
    }

    /** The program compiled from a source. Fails the test when the compiler refuses. */
    public Path compile(Path directory, String source, String... options) {
        Path file = write(directory.resolve("program.c"), source);
        Path program = directory.resolve("program");
        List<String> arguments = new ArrayList<>(List.of(command, "-Wall", "-Werror", "-o", program.toString()));
        arguments.addAll(List.of(options));
        arguments.add(file.toString());
        if (run(directory, arguments).isEmpty()) {
            throw new AssertionError("compiler refused " + file + ": " + read(directory.resolve("errors")));
        }
        return program;
    }

    /** The standard output of a command that ended with 0, else nothing. */
    public static Optional<String> run(Path directory, List<String> arguments) {
        Path output = directory.resolve("output");
        try {
            int status = new ProcessBuilder(arguments)
                    .redirectOutput(output.toFile())
                    .redirectError(directory.resolve("errors").toFile())
                    .start()
                    .waitFor();
            return status == 0 ? Optional.of(read(output)) : Optional.empty();
        } catch (IOException failure) {
            throw new AssertionError("cannot run " + arguments, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", interrupted);
        }
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException failure) {
            throw new AssertionError("cannot write " + file, failure);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new AssertionError("cannot read " + file, failure);
        }
    }
}
