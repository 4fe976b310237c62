package io.shrike.it.product;

import static io.shrike.it.harness.EventMatcher.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.it.harness.Command;
import io.shrike.it.harness.Ending;
import io.shrike.it.harness.EventMatcher;
import io.shrike.it.harness.Fixtures;
import io.shrike.it.harness.Host;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Watched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A shell that somebody far away types into is one finding, whatever made it so; see docs/disguises.md. */
class ReverseShellIT {
    private static final Pattern PORT = Pattern.compile("port ([0-9]+)");

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsOfAShellOnAConnectionAndWhereItLeads(boolean root) throws IOException {
        Path shell = Path.of("/bin/sh").toRealPath();
        Watched watched = run(root, "alert", "reverse_shell", "012", "/bin/sh");
        assertThat(watched.ran().stdout()).contains("child: exited 0");
        Matcher port = PORT.matcher(watched.ran().stdout());
        assertThat(port.find()).isTrue();
        EventMatcher told =
                finding().with("process.executable", shell.toString()).with("severity", "critical");
        for (int descriptor = 0; descriptor <= 2; descriptor++) {
            watched.check()
                    .contains(told.with("execution.standardSockets[" + descriptor + "].descriptor", descriptor)
                            .with("execution.standardSockets[" + descriptor + "].protocol", "tcp")
                            .with("execution.standardSockets[" + descriptor + "].localIp", "127.0.0.1")
                            .with("execution.standardSockets[" + descriptor + "].peerIp", "127.0.0.1")
                            .with(
                                    "execution.standardSockets[" + descriptor + "].peerPort",
                                    Integer.parseInt(port.group(1))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "2", "udp0"})
    void oneDescriptorIsEnough(String descriptors) {
        run(true, "alert", "reverse_shell", descriptors, "/bin/sh", "-c", "exit 0")
                .check()
                .contains(finding());
    }

    @Test
    void knowsAShellByTheFileThatRuns() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("kworker"), Path.of("/bin/sh"));
        Watched watched = run(true, "alert", "reverse_shell", "0", link.toString());
        watched.check().contains(finding().with("execution.requestedPath", link.toString()));
    }

    @Test
    void knowsAnAppletOfBusybox() {
        String busybox = Host.needs("busybox").toString();
        run(true, "alert", "reverse_shell", "0", busybox, "sh").check().contains(finding());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void saysNothingOfAnOrdinaryServiceOfInetd(boolean root) {
        Watched watched = run(root, "alert", "inetd", "/bin/cat");
        assertThat(watched.ran().stdout()).contains("answer hello");
        watched.check().containsNone(finding());
    }

    /** Runtimes give their children Unix sockets for pipes; a descriptor that exec closes is no input. */
    @ParameterizedTest
    @ValueSource(strings = {"unix012", "late12"})
    void saysNothingOfSocketPairsAndOfDescriptorsThatExecCloses(String descriptors) {
        run(true, "alert", "reverse_shell", descriptors, "/bin/sh", "-c", "exit 0")
                .check()
                .containsNone(finding());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keepsTheShellFromStartingWhereTheRuleBlocks(boolean root) {
        Watched watched = run(root, "block", "reverse_shell", "012", "/bin/sh");
        watched.check().contains(finding().with("outcome", "denied"));
        assertThat(watched.ran().stdout()).contains("child: exited 127");
        assertThat(watched.ending()).isEqualTo(new Ending.Exited(0));
    }

    private static EventMatcher finding() {
        return event("process_execution").havingMember("rules", "rule", "processExecution.reverseShell");
    }

    private Watched run(boolean root, String action, String fixture, String... words) {
        List<String> line = new ArrayList<>(List.of(Fixtures.path(fixture).toString()));
        line.addAll(List.of(words));
        Command command = Command.of(directory, line.toArray(String[]::new));
        if (root) {
            Host.needsRoot();
        } else {
            Host.needsReachableRepository();
            command = command.asUser(Host.ORDINARY_USER);
        }
        return ShrikeRun.of(command).policyText("""
                        processExecution:
                          reverseShell: {action: %s}
                        actions:
                          block: {enabled: true, action: deny}
                        """.formatted(action)).run();
    }
}
