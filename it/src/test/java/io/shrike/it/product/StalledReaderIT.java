package io.shrike.it.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.it.harness.Command;
import io.shrike.it.harness.Ending;
import io.shrike.it.harness.Host;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.Ran;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Blocking does not wait for anybody: whoever is to read the events holds a pipe open and never reads. */
class StalledReaderIT {
    /** The least that fills a pipe: see pipe(7), "Pipe capacity"; a line that does not fit whole is not written. */
    private static final int FULL = 32 * 1024;

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    @BeforeEach
    void plant() throws IOException {
        for (String name : new String[] {"noise", "secret"}) {
            Path file = Files.writeString(directory.resolve(name), "TOP secret\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        }
    }

    @ParameterizedTest
    @CsvSource({"deny, true", "deny, false", "terminate, true", "terminate, false", "pause, true", "pause, false"})
    void blocksWhileNobodyReadsTheEvents(String action, boolean root) throws IOException {
        Path policy = Files.writeString(directory.resolve("policy.yaml"), """
                apiVersion: security.qualys.com/v1
                kind: TracingPolicy
                metadata: {name: test}
                spec:
                  fileIntegrityMonitoring:
                    paths:
                      - {path: %1$s/noise, events: [open], severity: high}
                      - {path: %1$s/secret, events: [open], severity: critical, action: block}
                  actions:
                    block: {enabled: true, action: %2$s}
                """.formatted(directory, action));
        Command pipe = as(root, Command.of(directory, "mkfifo", "events"));
        assertThat(pipe.alone().ending()).isEqualTo(new Ending.Exited(0));
        try (RandomAccessFile reader =
                        new RandomAccessFile(directory.resolve("events").toFile(), "rw");
                FileInputStream unread = new FileInputStream(reader.getFD())) {
            Ran ran = as(
                            root,
                            Command.shrike(
                                            directory,
                                            "run",
                                            "--policy",
                                            policy.toString(),
                                            "--events",
                                            "events",
                                            "--drain-timeout",
                                            "1",
                                            "--",
                                            "sh",
                                            "-c",
                                            """
                                    i=0; while [ $i -lt 2000 ]; do read line <noise; i=$((i + 1)); done
                                    cat secret 2>error & cat=$!
                                    for i in $(seq 100); do
                                      read pid name state rest 2>/dev/null </proc/$cat/stat || break
                                      [ $state = T ] && { echo stopped; kill -KILL $cat; break; }
                                      [ $state = Z ] && break
                                      sleep 0.1
                                    done
                                    wait $cat; echo "cat $?"
                                    """)
                                    .within(Duration.ofMinutes(1)))
                    .alone();
            assertThat(unread.available()).as("bytes that nobody read").isGreaterThan(FULL);
            assertThat(ran.ending()).as("%s", ran).isEqualTo(new Ending.Exited(0));
            assertThat(ran.stdout()).isEqualTo(expected(action));
        }
    }

    private static String expected(String action) {
        return switch (action) {
            case "deny" -> "cat 1\n";
            case "terminate" -> "cat 137\n";
            default -> "stopped\ncat 137\n";
        };
    }

    private static Command as(boolean root, Command command) {
        if (root) {
            Host.needsRoot();
            return command;
        }
        Host.needsReachableRepository();
        return command.asUser(Host.ORDINARY_USER);
    }
}
