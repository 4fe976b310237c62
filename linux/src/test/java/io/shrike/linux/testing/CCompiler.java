package io.shrike.linux.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** A C compiler of this machine, the judge of constants and layouts. */
public record CCompiler(String command) {
    /** The compilers that are tried: this machine's, and one for the other architecture. */
    public static List<String> commands() {
        return List.of("cc", "aarch64-linux-gnu-gcc");
    }

    /** Whether the command can be run. */
    public boolean exists() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }

    /** Checks the source; the compiler's complaints, empty if it had none. */
    public String complaintsAbout(String source) throws IOException, InterruptedException {
        return run(source, "-fsyntax-only");
    }

    /** What the preprocessor knows as macros after this source. */
    public List<String> macros(String source) throws IOException, InterruptedException {
        return run(source, "-dM", "-E").lines().toList();
    }

    /** The lines of a source after the preprocessor, with complaints among them. */
    public List<String> preprocess(String source) throws IOException, InterruptedException {
        return run(source, "-E", "-P").lines().toList();
    }

    /** Compiles a program of the test resources into the folder. */
    public Path program(String resource, Path folder) throws IOException, InterruptedException {
        Path program = folder.resolve(resource.replace(".c", ""));
        try (InputStream source =
                Objects.requireNonNull(CCompiler.class.getResourceAsStream("/io/shrike/linux/" + resource))) {
            String complaints = run(
                    new String(source.readAllBytes(), StandardCharsets.UTF_8),
                    "-O1",
                    "-Wall",
                    "-o",
                    program.toString());
            if (!complaints.isEmpty()) {
                throw new IOException(complaints);
            }
        }
        return program;
    }

    /** The program, or nothing where there is no compiler. */
    public static Optional<Path> programOfThisMachine(String resource, Path folder)
            throws IOException, InterruptedException {
        CCompiler compiler = new CCompiler("cc");
        return compiler.exists() ? Optional.of(compiler.program(resource, folder)) : Optional.empty();
    }

    private String run(String source, String... options) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(List.of(options));
        line.addAll(List.of("-x", "c", "-"));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        try (var input = process.getOutputStream()) {
            input.write(source.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 || !output.isEmpty() ? output : command + " failed without a word";
    }
}
