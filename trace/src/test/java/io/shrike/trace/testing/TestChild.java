package io.shrike.trace.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A running program of the test resources that is talked to over its standard input and output. */
public final class TestChild implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private List<Integer> told = List.of();

    private TestChild(Process process) {
        this.process = process;
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts {@code name} with these words; assumes that there is a C compiler. */
    public static TestChild start(String name, String... words) {
        var program = CProgram.of(name);
        assumeTrue(program.isPresent(), "cc is not installed");
        List<String> line = new ArrayList<>(List.of(program.get().toString()));
        line.addAll(List.of(words));
        return start(line);
    }

    /** Starts any program. */
    public static TestChild start(List<String> line) {
        try {
            return new TestChild(new ProcessBuilder(line)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** tracee.c, brought into the state that its options describe. */
    public static TestChild tracee(String... options) {
        TestChild child = start("tracee", options);
        String answer = child.line();
        assertThat(answer).startsWith("ready");
        child.told = List.of(answer.substring(5).strip().split(" ")).stream()
                .filter(word -> !word.isEmpty())
                .map(Integer::valueOf)
                .toList();
        return child;
    }

    public int pid() {
        return (int) process.pid();
    }

    /** The numbers that a tracee told when it was ready. */
    public List<Integer> told() {
        return told;
    }

    /** Sends a line. */
    public void say(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The next line that the program prints. */
    public String line() {
        try {
            String line = answers.readLine();
            return line == null ? "(ended)" : line;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Sends a line and gives the number that the program answers. */
    public int ask(String line) {
        say(line);
        return Integer.parseInt(line());
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Exit code, or 128 and the signal, as the JDK tells it. */
    public int end() {
        try {
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** Kills it and waits until it is gone. */
    @Override
    public void close() {
        process.destroyForcibly();
        end();
    }
}
