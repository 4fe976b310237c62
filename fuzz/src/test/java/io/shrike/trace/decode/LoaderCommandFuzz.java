package io.shrike.trace.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.shrike.model.ByteString;
import java.util.ArrayList;
import java.util.List;

/** Any arguments of a dynamic loader: the program and what follows it are the end of the arguments. */
class LoaderCommandFuzz {
    private static final List<String> WORDS = List.of(
            "--", "--list", "--argv0", "--argv0=x", "--preload", "--library-path", "/lib", "--inhibit-cache", "-x", "");

    @FuzzTest
    void runsWhatStandsAtTheEnd(FuzzedDataProvider data) {
        List<ByteString> argv = new ArrayList<>();
        int count = data.consumeInt(0, 8);
        for (int i = 0; i < count; i++) {
            argv.add(
                    data.consumeBoolean()
                            ? ByteString.utf8(data.pickValue(WORDS))
                            : ByteString.of(data.consumeBytes(6)));
        }
        LoaderCommand.isLoader(ByteString.of(data.consumeRemainingAsBytes()));
        LoaderCommand.of(argv).ifPresent(command -> {
            int from = argv.size() - command.arguments().size();
            assertThat(from).isPositive();
            assertThat(command.program()).isEqualTo(argv.get(from));
            List<ByteString> behind =
                    command.arguments().subList(1, command.arguments().size());
            assertThat(behind).isEqualTo(argv.subList(from + 1, argv.size()));
        });
        argv.add(0, ByteString.utf8("ld.so"));
        argv.add(ByteString.utf8("program"));
        boolean only = argv.subList(1, argv.size()).stream()
                .noneMatch(word -> word.escaped().startsWith("--"));
        if (only) {
            assertThat(LoaderCommand.of(argv).orElseThrow().program()).isEqualTo(argv.get(1));
        }
    }
}
