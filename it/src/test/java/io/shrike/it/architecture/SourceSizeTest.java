package io.shrike.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.it.harness.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How long files and methods may be, and what no source may contain. */
class SourceSizeTest {
    private static final int LONGEST_FILE = 500;
    private static final int LONGEST_METHOD = 60;
    private static final int MEDIAN_FILE = 110;

    @Test
    void noFileIsLongerThanItShouldBe() {
        List<String> tooLong = sources(".java", ".c", ".h")
                .filter(path -> lines(path).size() > LONGEST_FILE)
                .map(path -> shortName(path) + ": " + lines(path).size() + " lines")
                .toList();
        assertThat(tooLong).isEmpty();
    }

    @Test
    void theTypicalFileIsShort() {
        List<Integer> sizes =
                mainSources().stream().map(path -> lines(path).size()).sorted().toList();
        assertThat(sizes).isNotEmpty();
        assertThat(sizes.get(sizes.size() / 2)).isLessThanOrEqualTo(MEDIAN_FILE);
    }

    @Test
    void noMethodIsLongerThanAScreen() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (MethodLengths.Method method : MethodLengths.of(mainSources())) {
            if (method.lines() >= LONGEST_METHOD) {
                tooLong.add(shortName(method.file()) + ": " + method.name() + " has " + method.lines() + " lines");
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void nothingIsLeftForLater() {
        List<String> notes = sources(".java", ".c", ".h", ".yaml")
                .flatMap(path -> lines(path).stream()
                        .filter(line -> line.matches(".*\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b.*"))
                        .map(line -> shortName(path) + ": " + line.strip()))
                .toList();
        assertThat(notes).isEmpty();
    }

    /** Without tests, whose tables may be long. */
    private static List<Path> mainSources() {
        return sources(".java")
                .filter(path -> path.toString().contains("/src/main/"))
                .toList();
    }

    private static Stream<Path> sources(String... endings) {
        try (Stream<Path> all = Files.walk(Repository.root())) {
            return all
                    .filter(path -> Stream.of(endings).anyMatch(path.toString()::endsWith))
                    .filter(Files::isRegularFile)
                    .filter(path -> !shortName(path).matches("(.*/)?(target|build|\\.build|\\.git)/.*"))
                    .toList()
                    .stream();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private static List<String> lines(Path path) {
        try {
            return Files.readAllLines(path);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private static String shortName(Path path) {
        return Repository.root().relativize(path).toString();
    }
}
