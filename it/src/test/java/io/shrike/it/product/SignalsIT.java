package io.shrike.it.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.it.harness.Command;
import io.shrike.it.harness.Ending;
import io.shrike.it.harness.Fixtures;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.Repository;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Watched;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals reach the command, and its end is Shrike's end: the same code or the same signal. */
class SignalsIT {
    @TempDir(factory = OpenDirectory.class)
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 24, 25, 26, 27, 29, 30, 31, 34, 64})
    void diesOfTheSignalThatTheCommandDiedOf(int signal) {
        assertThat(run("die", Integer.toString(signal)).ending()).isEqualTo(new Ending.Signaled(signal));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 78, 125, 126, 127, 137, 255})
    void exitsWithTheCodeOfTheCommand(int code) {
        assertThat(run("die", "exit", Integer.toString(code)).ending()).isEqualTo(new Ending.Exited(code));
    }

    @Test
    void forwardsEverySignalItCan() throws IOException, InterruptedException {
        int[] signals = {1, 2, 3, 10, 12, 14, 15, 16, 23, 28, 29, 34, 40, 64};
        String[] words = Arrays.stream(signals).mapToObj(Integer::toString).toArray(String[]::new);
        ShrikeRun.Live live = ShrikeRun.of(command("pending", words))
                .policy(Repository.policy("minimal-policy"))
                .start();
        live.launch().awaitOutput("ready\n");
        for (String signal : words) {
            send(signal, live.launch().pid());
            live.launch().awaitOutput("got " + signal + "\n");
        }
        Watched watched = live.finish();
        assertThat(watched.ending()).isEqualTo(new Ending.Exited(42));
        assertThat(watched.ran().stdout())
                .isEqualTo(Arrays.stream(words)
                        .map(word -> "got " + word + "\n")
                        .collect(Collectors.joining("", "ready\n", "")));
    }

    private static void send(String signal, long pid) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                .start()
                .waitFor();
        assertThat(code).isZero();
    }

    private Watched run(String fixture, String... words) {
        return ShrikeRun.of(command(fixture, words))
                .policy(Repository.policy("minimal-policy"))
                .run();
    }

    private Command command(String fixture, String... words) {
        String[] line = new String[words.length + 1];
        line[0] = Fixtures.path(fixture).toString();
        System.arraycopy(words, 0, line, 1, words.length);
        return Command.of(directory, line);
    }
}
