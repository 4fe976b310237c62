package io.shrike.trace.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A C program of the test resources, compiled once for all tests. */
public final class CProgram {
    private static final ConcurrentHashMap<String, Path> COMPILED = new ConcurrentHashMap<>();

    private CProgram() {}

    /** The compiled program; empty where the machine has no C compiler. */
    public static Optional<Path> of(String name) {
        boolean compiler = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "cc")));
        return compiler ? Optional.of(COMPILED.computeIfAbsent(name, CProgram::compile)) : Optional.empty();
    }

    private static Path compile(String name) {
        try (InputStream source =
                Objects.requireNonNull(CProgram.class.getResourceAsStream("/io/shrike/trace/" + name + ".c"))) {
            Path folder = Files.createTempDirectory("shrike-trace");
            Path program = folder.resolve(name);
            folder.toFile().deleteOnExit();
            program.toFile().deleteOnExit();
            String complaints =
                    compile(new String(source.readAllBytes(), StandardCharsets.UTF_8), "-o", program.toString());
            if (!complaints.isEmpty()) {
                throw new IOException(complaints);
            }
            return program;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Compiles C source with more options; what the compiler complained of, empty when of nothing. */
    public static String compile(String source, String... options) throws IOException {
        List<String> line = Stream.concat(
                        Stream.of("cc", "-O1", "-Wall", "-pthread"),
                        Stream.concat(Stream.of(options), Stream.of("-x", "c", "-")))
                .toList();
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        try (var input = process.getOutputStream()) {
            input.write(source.getBytes(StandardCharsets.UTF_8));
        }
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
