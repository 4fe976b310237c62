package io.shrike.it.product;

import static io.shrike.it.harness.EventMatcher.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shrike.it.harness.Command;
import io.shrike.it.harness.Ending;
import io.shrike.it.harness.Fixtures;
import io.shrike.it.harness.Host;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.Repository;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Watched;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections, listeners and questions to DNS. Nothing leaves the machine: far addresses are tried in an empty namespace. */
class NetworkIT {
    private static final Path POLICY = Repository.policy("network-security-policy");

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"198.51.100.7", "2001:db8::7"})
    void reportsAConnectionToAForbiddenPort(String address) {
        Watched watched = ShrikeRun.of(isolated(fixture("net_out", address, "22")))
                .policy(POLICY)
                .run();
        assertThat(watched.ending()).isEqualTo(new Ending.Exited(0));
        watched.check()
                .contains(event("network_connection")
                        .with("network.destIp", address)
                        .with("network.destPort", 22)
                        .with("network.protocol", "tcp")
                        .with("network.direction", "outbound")
                        .with("network.family", address.contains(":") ? "AF_INET6" : "AF_INET")
                        .with("network.allowed", false)
                        .with("severity", "high"));
    }

    @Test
    void takesAMappedAddressForIpv4() {
        Watched watched = ShrikeRun.of(isolated(fixture("net_out", "::ffff:198.51.100.7", "22")))
                .policy(POLICY)
                .run();
        watched.check()
                .contains(event("network_connection")
                        .with("network.destIp", "198.51.100.7")
                        .with("network.destPort", 22)
                        .with("network.allowed", false));
    }

    @Test
    void reportsAListenerOnAnUnexpectedPort() {
        int port = Host.freePort();
        Watched watched = ShrikeRun.of(fixture("net_in", Integer.toString(port)))
                .policy(POLICY)
                .run();
        watched.check()
                .contains(
                        event("network_listen")
                                .with("network.localPort", port)
                                .with("network.localIp", "127.0.0.1")
                                .with("network.allowed", false),
                        event("network_listen")
                                .with("network.localPort", port)
                                .with("network.localIp", "::1")
                                .with("network.allowed", false));
    }

    @Test
    void tellsWhoWasAccepted() {
        int port = Host.freePort();
        Watched watched = ShrikeRun.of(fixture("net_in", Integer.toString(port)))
                .policyText("networkMonitoring:\n  inboundConnections:\n    allowedPorts: [" + port
                        + "]\n    alertOnUnexpected: true\n")
                .run();
        watched.check()
                .contains(event("network_connection")
                        .with("network.direction", "inbound")
                        .with("network.localPort", port));
        watched.check().containsNone(event("network_listen").with("network.allowed", false));
    }

    @Test
    void seesEveryCallThatReachesOut() {
        Watched watched = ShrikeRun.of(fixture("net_out")).policyText("""
                        networkMonitoring:
                          outboundConnections:
                            blockedIPs: [127.0.0.1, "::1"]
                        """).run();
        for (String syscall : new String[] {"connect", "sendto", "sendmsg", "sendmmsg"}) {
            for (String address : new String[] {"127.0.0.1", "::1"}) {
                watched.check()
                        .contains(event("network_connection")
                                .with("network.syscall", syscall)
                                .with("network.destIp", address)
                                .with("network.allowed", false));
            }
        }
    }

    @Test
    void readsQuestionsToDns() {
        Watched watched = ShrikeRun.of(fixture("dns")).policyText("""
                        networkMonitoring:
                          outboundConnections:
                            blockedDomains: ["*.example.com"]
                        """).run();
        watched.check().contains(event("dns_query").havingMember("dns.questions", "name", "watched.example.com"));
    }

    /** Whoever connected the socket, and under whatever number of a descriptor. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsQuestionsOverSocketsThatOthersConnectedAndOverTcp(boolean root) {
        Watched watched = ShrikeRun.of(Command.as(root, directory, Fixtures.path("dns_sockets")))
                .policyText("""
                        networkMonitoring:
                          outboundConnections:
                            blockedDomains: ["*.example.com"]
                        """)
                .run();
        assumeTrue(watched.ran().stdout().contains("inherited = 39"), "no network namespace can be made here");
        for (String name : new String[] {"together", "apart", "duplicate", "inherited"}) {
            watched.check()
                    .containsExactly(
                            1, event("dns_query").havingMember("dns.questions", "name", name + ".example.com"));
        }
    }

    private Command fixture(String name, String... arguments) {
        String[] line = new String[arguments.length + 1];
        line[0] = Fixtures.path(name).toString();
        System.arraycopy(arguments, 0, line, 1, arguments.length);
        return Command.of(directory, line);
    }

    private Command isolated(Command command) {
        Host.needs("unshare");
        String flags = Host.isRoot() ? "-n" : "-rn";
        assumeTrue(
                Command.of(directory, "unshare", flags, "true").alone().ending().equals(new Ending.Exited(0)),
                "no network namespace can be made here");
        return command.wrappedIn("unshare", flags);
    }
}
