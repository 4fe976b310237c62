package io.shrike.it.product;

import static io.shrike.it.harness.EventMatcher.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only some programs may reach: the credential endpoints, the sockets of a container runtime, raw sockets. */
class NetworkGuardsIT {
    private static final String OUT = "networkMonitoring.outboundConnections.";

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "169.254.170.2, 169.254.170.2, true",
        "169.254.169.254, 169.254.169.254, true",
        "::ffff:169.254.169.254, 169.254.169.254, true",
        "fd00:ec2::254, fd00:ec2::254, true",
        "169.254.170.2, 169.254.170.2, false",
        "fd00:ec2::254, fd00:ec2::254, false"
    })
    void tellsWhoReachesForCredentialsByConnectAndByDatagram(String address, String told, boolean root) {
        Watched watched = watch(isolated(root, fixture("net_out"), address, "80"), "credentialEndpoint: {}", "");
        for (String call : new String[] {"connect", "sendto"}) {
            watched.check()
                    .contains(finding("credentialEndpoint")
                            .with("network.syscall", call)
                            .with("network.destIp", told)
                            .with("network.allowed", false)
                            .with("severity", "high"));
        }
    }

    @Test
    void keepsThemFromWhoIsNotAllowed() {
        Watched watched = watch(
                isolated(true, fixture("net_out"), "169.254.169.254", "80"),
                "credentialEndpoint: {action: block}",
                "block: {enabled: true, action: deny}");
        assertThat(watched.ran().stdout()).contains("connect = -1 EPERM").contains("sendto = -1 EPERM");
        watched.check().contains(finding("credentialEndpoint").with("outcome", "denied"));
    }

    /** A program is allowed by the file that runs: neither the name that it was called by nor a link to it counts. */
    @Test
    void allowsAProgramByTheFileThatRuns() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("aws"), fixture("net_out"));
        Path copy = directory.resolve("agent");
        Files.copy(fixture("net_out"), copy);
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
        String rule = "credentialEndpoint: {allowedExecutables: [aws, " + copy + "]}";
        watch(isolated(true, link, "169.254.170.2", "80"), rule, "").check().contains(finding("credentialEndpoint"));
        watch(isolated(true, copy, "169.254.170.2", "80"), rule, "")
                .check()
                .containsNone(finding("credentialEndpoint"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsOfConnectsToAContainerRuntimeWhateverTheyAreCalled(boolean root) {
        Watched watched = watch(as(root, fixture("control_socket")), "runtimeSockets: {}", "");
        EventMatcher told =
                finding("runtimeSockets").with("severity", "critical").with("network.protocol", "unix");
        assertThat(watched.ran().stdout()).contains("link = 0").contains("descriptor = 0");
        watched.check()
                .contains(
                        told.with("network.path", "docker.sock")
                                .with("network.resolvedPath", directory + "/docker.sock"),
                        told.with("network.path", "harmless").with("network.resolvedPath", directory + "/docker.sock"),
                        told.matching("network.path", "/proc/self/fd/[0-9]+")
                                .with("network.resolvedPath", directory + "/docker.sock"),
                        told.with("network.path", "/containerd-shim/shrike-test/shim.sock")
                                .with("network.abstract", true))
                .containsNone(told.with("network.path", "app.sock"))
                .containsNone(told.with("network.path", "podman.sock"));
    }

    @Test
    void keepsThemFromAContainerRuntime() {
        Watched watched = watch(
                as(true, fixture("control_socket")),
                "runtimeSockets: {action: block}",
                "block: {enabled: true, action: deny}");
        assertThat(watched.ran().stdout())
                .contains("name = -1 EPERM")
                .contains("link = -1 EPERM")
                .contains("descriptor = -1 EPERM")
                .contains("abstract = -1 EPERM")
                .contains("other = 0");
    }

    /** An attempt that permissions refuse is told as well. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsOfRawAndPacketSockets(boolean root) {
        Watched watched = watch(as(root, fixture("sockets_odd")), "rawSockets: {}", "");
        watched.check()
                .contains(
                        finding("rawSockets").with("network.protocol", "raw"),
                        finding("rawSockets").with("network.protocol", "packet"))
                .containsNone(finding("rawSockets").with("network.protocol", "netlink"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"balanced", "aggressive"})
    void theBuiltInPoliciesTellOfAllThree(String mode) {
        Path policy = Path.of("builtin:" + mode);
        ShrikeRun.of(isolated(true, fixture("net_out"), "169.254.170.2", "80"))
                .policy(policy)
                .run()
                .check()
                .contains(finding("credentialEndpoint"));
        ShrikeRun.of(as(true, fixture("control_socket")))
                .policy(policy)
                .run()
                .check()
                .contains(finding("runtimeSockets"));
        ShrikeRun.of(as(true, fixture("sockets_odd")))
                .policy(policy)
                .run()
                .check()
                .contains(finding("rawSockets"));
    }

    private static EventMatcher finding(String rule) {
        return event("network_connection").havingMember("rules", "rule", OUT + rule);
    }

    private static Watched watch(Command command, String rule, String actions) {
        return ShrikeRun.of(command)
                .policyText("networkMonitoring:\n  outboundConnections:\n    logAllowed: false\n    " + rule + "\n"
                        + (actions.isEmpty() ? "" : "actions:\n  " + actions + "\n"))
                .run();
    }

    private static Path fixture(String name) {
        return Fixtures.path(name);
    }

    private Command as(boolean root, Path program, String... words) {
        return Command.as(root, directory, program, words);
    }

    /** In a network namespace without any way out. */
    private Command isolated(boolean root, Path program, String... words) {
        Host.needs("unshare");
        Command command = as(root, program, words);
        String flags = root ? "-n" : "-rn";
        Command probe = Command.of(directory, "unshare", flags, "true");
        assumeTrue(
                (root ? probe : probe.asUser(Host.ORDINARY_USER))
                        .alone()
                        .ending()
                        .equals(new Ending.Exited(0)),
                "no network namespace can be made here");
        return command.wrappedIn("unshare", flags);
    }
}
