package io.shrike.it.product;

import static io.shrike.it.harness.EventMatcher.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.it.harness.Command;
import io.shrike.it.harness.Ending;
import io.shrike.it.harness.EventMatcher;
import io.shrike.it.harness.Fixtures;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.Ran;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Watched;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Under a rule that blocks, a connect that went elsewhere than decided is told and ended; any other is left as it was. */
class ConnectRaceIT {
    private static final int SIGKILL = 9;

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "blocking, deny, true",
        "blocking, terminate, false",
        "nonblocking, deny, false",
        "slow, deny, true",
        "slow, deny, false",
        "datagram, deny, true"
    })
    void killsAConnectWhoseAddressWasSwapped(String mode, String action, boolean root) {
        Watched watched = run(
                Command.as(root, directory, Fixtures.path("connect_race"), mode, "20"),
                "blockedIPs: [127.0.0.2]\n    action: block",
                action);
        assertThat(watched.ran().stdout()).doesNotContain("secrets");
        assertThat(watched.ending()).isEqualTo(new Ending.Signaled(SIGKILL));
        if (action.equals("deny")) {
            watched.check()
                    .containsExactly(1, terminated().with("network.destIp", "127.0.0.2"))
                    .containsNone(event("network_connection").with("network.destIp", "127.0.0.1"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsAUnixSocketByTheNameThatItsServerBound(boolean root) {
        Watched watched = run(
                Command.as(root, directory, Fixtures.path("socket_link")), "runtimeSockets: {action: block}", "deny");
        assertThat(watched.ending()).isEqualTo(new Ending.Signaled(SIGKILL));
        watched.check().contains(terminated().with("network.path", directory + "/docker.sock"));
    }

    /** Each is told once, although the kernel makes a connect that waits twice. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void leavesConnectsThatWaitForTheirPeerAsTheyAreAlone(boolean root) {
        Command command = Command.as(root, directory, Fixtures.path("connect_slow"));
        Ran alone = command.alone();
        Watched watched = run(command, "blockedIPs: [192.0.2.1]\n    action: block", "deny");
        assertThat(watched.ran().stdout()).isEqualTo(alone.stdout()).contains("interrupted = -1 EINTR");
        assertThat(watched.ending()).isEqualTo(new Ending.Exited(0));
    }

    @Test
    void tellsEachConnectOnce() {
        Watched watched = run(
                Command.as(true, directory, Fixtures.path("connect_slow")),
                "blockedIPs: [192.0.2.1]\n    action: block\n    logAllowed: true",
                "deny");
        EventMatcher connect = event("network_connection").with("network.syscall", "connect");
        watched.check().containsExactly(9, connect.with("network.destIp", "127.0.0.1"));
    }

    private static EventMatcher terminated() {
        return event("network_connection")
                .with("outcome", "terminated")
                .matching("note", ".*let through for another address or name.*");
    }

    private static Watched run(Command command, String rule, String action) {
        return ShrikeRun.of(command)
                .policyText(
                        """
                networkMonitoring:
                  outboundConnections:
                    %s
                actions:
                  block: {enabled: true, action: %s}
                """.formatted((rule.contains("logAllowed") ? "" : "logAllowed: false\n    ") + rule, action))
                .run();
    }
}
