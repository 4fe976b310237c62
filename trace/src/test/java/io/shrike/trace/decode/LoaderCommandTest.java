package io.shrike.trace.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.ByteString;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoaderCommandTest {
    private static List<ByteString> words(String line) {
        return Stream.of(line.split(" ")).map(ByteString::utf8).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/lib64/ld-linux-x86-64.so.2",
                "/lib/ld-musl-aarch64.so.1",
                "/lib/x86_64-linux-gnu/ld-2.31.so",
                "/usr/bin/ld.so",
                "/lib64/ld64.so.1"
            })
    void knowsLoadersByName(String path) {
        assertThat(LoaderCommand.isLoader(ByteString.utf8(path))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/usr/bin/ld", "/lib/libld-linux.so.2", "/bin/ls", "/opt/ld-tool"})
    void takesNothingElseForALoader(String path) {
        assertThat(LoaderCommand.isLoader(ByteString.utf8(path))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "ld.so /bin/nc -l, /bin/nc, /bin/nc -l",
        "ld.so --library-path /lib /bin/nc -l, /bin/nc, /bin/nc -l",
        "ld.so --library-path=/lib --argv0=ls ./nc, ./nc, ls",
        "ld.so --inhibit-cache --preload x.so --argv0 ls ./nc --list, ./nc, ls --list",
        "ld.so -- /bin/nc, /bin/nc, /bin/nc",
    })
    void findsTheProgramBehindTheOptions(String line, String program, String arguments) {
        LoaderCommand command = LoaderCommand.of(words(line)).orElseThrow();
        assertThat(command.program()).isEqualTo(ByteString.utf8(program));
        assertThat(command.arguments()).isEqualTo(words(arguments));
    }

    @Test
    void findsNothingWhereNoProgramRuns() {
        for (String line : List.of("ld.so", "ld.so --list /bin/nc", "ld.so --argv0", "ld.so --library-path /lib")) {
            assertThat(LoaderCommand.of(words(line))).as(line).isEmpty();
        }
    }
}
