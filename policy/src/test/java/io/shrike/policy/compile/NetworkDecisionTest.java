package io.shrike.policy.compile;

import static io.shrike.policy.compile.Fixture.address;
import static io.shrike.policy.compile.Fixture.bytes;
import static io.shrike.policy.compile.Fixture.compile;
import static io.shrike.policy.compile.Fixture.connect;
import static io.shrike.policy.compile.Fixture.local;
import static io.shrike.policy.compile.Fixture.process;
import static io.shrike.policy.compile.Fixture.rules;
import static io.shrike.policy.compile.Fixture.shell;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.Action;
import io.shrike.model.Activity;
import io.shrike.model.Activity.DnsActivity;
import io.shrike.model.Activity.DnsQuestion;
import io.shrike.model.Activity.NetworkActivity;
import io.shrike.model.Decision;
import io.shrike.model.Endpoint;
import io.shrike.model.EventType;
import io.shrike.model.Field;
import io.shrike.model.Finding;
import io.shrike.model.IpAddress;
import io.shrike.model.Judge;
import io.shrike.model.NetworkOperation;
import io.shrike.model.Protocol;
import io.shrike.model.Severity;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkDecisionTest {
    private static final String OUT = "networkMonitoring.outboundConnections";
    private static final String ALLOWLIST = """
            networkMonitoring:
              outboundConnections:
                allowlist: [10.0.0.0/8, "2001:db8::/32"]
                blocklist: [0.0.0.0/0]
                blockedIPs: [10.9.9.9, "2001:db8::bad"]
                blockedPorts: [22, 6000-6010]
                cryptoMiningPools: ["*.nanopool.org", xmrpool.eu]
                blockedDomains: [evil.example]
            """;
    private static final String BLOCKLIST = """
            networkMonitoring:
              outboundConnections:
                blocklist: [0.0.0.0/0, 127.0.0.53/32]
            """;

    private static boolean allowed(Decision decision) {
        return ((Finding.Network) decision.finding()).allowed();
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3,             443,  true,  ''",
        "10.9.9.9,             443,  false, .blockedIPs[0]",
        "10.1.2.3,             22,   false, .blockedPorts[0]",
        "10.1.2.3,             6005, false, .blockedPorts[1]",
        "10.1.2.3,             6011, true,  ''",
        "192.0.2.1,            443,  false, .allowlist",
        "2001:db8:0:0:0:0:0:1, 443,  true,  ''",
        "2001:db8:0:0:0:0:0:bad, 443, false, .blockedIPs[1]",
        "2001:db9:0:0:0:0:0:1, 443,  false, .allowlist",
        "0:0:0:0:0:ffff:a01:203, 443, true, ''",
        "127.0.0.1,            22,   true,  ''",
        "127.8.8.8,            80,   true,  ''",
        "0:0:0:0:0:0:0:1,      80,   true,  ''",
        "0.0.0.0,              80,   true,  ''",
    })
    void decidesInOrder(String address, int port, boolean allowed, String list) {
        Decision decision = compile(ALLOWLIST).judge().decide(connect(address, port), shell());
        assertThat(decision.type()).isEqualTo(EventType.NETWORK_CONNECTION);
        assertThat(allowed(decision)).isEqualTo(allowed);
        assertThat(rules(decision)).containsExactly(OUT + list);
        assertThat(decision.severity()).isEqualTo(allowed ? Severity.LOW : Severity.HIGH);
        assertThat(decision.action()).isEqualTo(allowed ? Action.LOG : Action.ALERT);
    }

    @Test
    void blocksOnlyWhatIsListedWithoutAnAllowlist() {
        Judge judge = compile(BLOCKLIST).judge();
        assertThat(rules(judge.decide(connect("192.0.2.1", 80), shell()))).containsExactly(OUT + ".blocklist[0]");
        assertThat(allowed(judge.decide(connect("2001:db8:0:0:0:0:0:1", 80), shell())))
                .isTrue();
        assertThat(allowed(judge.decide(connect("127.0.0.1", 80), shell()))).isTrue();
        assertThat(rules(judge.decide(connect("127.0.0.53", 80), shell()))).containsExactly(OUT + ".blocklist[1]");
    }

    @Test
    void goesByTheDomainThatTheProcessAskedFor() {
        Judge judge = compile(ALLOWLIST).judge();
        assertThat(rules(judge.decide(connect("10.1.1.1", 443, Optional.of("eth.nanopool.org")), shell())))
                .containsExactly(OUT + ".cryptoMiningPools[0]");
        assertThat(rules(judge.decide(connect("10.1.1.1", 443, Optional.of("EVIL.example")), shell())))
                .containsExactly(OUT + ".blockedDomains[0]");
        assertThat(allowed(judge.decide(connect("10.1.1.1", 443, Optional.of("nanopool.org")), shell())))
                .isTrue();
        assertThat(allowed(judge.decide(connect("127.0.0.1", 443, Optional.of("evil.example")), shell())))
                .isTrue();
    }

    @Test
    void tellsOfDnsQuestionsWhereDomainsAreWatched() {
        Judge judge = compile(ALLOWLIST).judge();
        Decision bad = judge.decide(question("good.example", "xmrpool.eu"), shell());
        assertThat(bad.type()).isEqualTo(EventType.DNS_QUERY);
        assertThat(bad.finding()).isEqualTo(new Finding.Network(false, Optional.of("xmrpool.eu")));
        assertThat(bad.severity()).isEqualTo(Severity.HIGH);
        Decision good = judge.decide(question("good.example"), shell());
        assertThat(good.finding()).isEqualTo(new Finding.Network(true, Optional.of("good.example")));
        assertThat(good.severity()).isEqualTo(Severity.LOW);
        assertThat(compile(BLOCKLIST)
                        .judge()
                        .decide(question("good.example"), shell())
                        .matched())
                .isFalse();
    }

    private static DnsActivity question(String... names) {
        List<DnsQuestion> questions =
                Arrays.stream(names).map(name -> new DnsQuestion(name, "A")).toList();
        return new DnsActivity(
                "sendto", Protocol.UDP, Field.known(new Endpoint.Inet(address("10.0.0.2"), 53)), questions);
    }

    @Test
    void guardsTheCredentialEndpoints() {
        Judge judge = compile("""
                networkMonitoring:
                  outboundConnections:
                    allowlist: [10.0.0.0/8]
                    credentialEndpoint:
                      allowedExecutables: [/usr/bin/aws, agent*]
                """).judge();
        for (String endpoint : List.of("169.254.170.2", "169.254.169.254", "fd00:ec2:0:0:0:0:0:254")) {
            Activity activity = connect(endpoint, 80);
            Decision denied = judge.decide(activity, process("/usr/bin/curl", "curl"));
            assertThat(rules(denied)).containsExactly(OUT + ".credentialEndpoint");
            assertThat(allowed(denied)).isFalse();
            assertThat(denied.action()).isEqualTo(Action.ALERT);
            assertThat(allowed(judge.decide(activity, process("/usr/bin/aws", "aws"))))
                    .isTrue();
            assertThat(allowed(judge.decide(activity, process("/opt/agent-1", "x"))))
                    .isTrue();
        }
        assertThat(allowed(judge.decide(connect("169.254.1.1", 80), process("/usr/bin/aws", "aws"))))
                .isFalse();
    }

    @Test
    void guardsTheSocketsOfContainerRuntimes() {
        Judge judge = compile("""
                networkMonitoring:
                  outboundConnections:
                    logAllowed: false
                    runtimeSockets: {allowedExecutables: [/usr/bin/dockerd]}
                """).judge();
        for (Endpoint.Unix socket : List.of(
                new Endpoint.Unix(bytes("/var/run/docker.sock"), false),
                new Endpoint.Unix(bytes("x"), false, Optional.of(Field.known(bytes("/run/user/7/podman/podman.sock")))),
                new Endpoint.Unix(bytes("/containerd-shim/moby/1/shim.sock"), true))) {
            Decision decision = judge.decide(to(Protocol.UNIX, socket), shell());
            assertThat(rules(decision)).containsExactly(OUT + ".runtimeSockets");
            assertThat(decision.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(judge.decide(to(Protocol.UNIX, socket), process("/usr/bin/dockerd", "dockerd"))
                            .matched())
                    .isFalse();
        }
        for (Endpoint.Unix socket : List.of(
                new Endpoint.Unix(bytes("/run/docker.sock"), false, Optional.of(Field.unreadable("ENOENT"))),
                new Endpoint.Unix(bytes("/containerd-shim/moby/1/shim.sock"), false),
                new Endpoint.Unix(bytes("docker.sock.bak"), false),
                new Endpoint.Unix(bytes("docker.sock"), true))) {
            assertThat(judge.decide(to(Protocol.UNIX, socket), shell()).matched())
                    .isFalse();
        }
    }

    @Test
    void guardsRawSockets() {
        Judge judge = compile("""
                networkMonitoring:
                  outboundConnections:
                    logAllowed: false
                    rawSockets: {allowedExecutables: [ping], severity: medium}
                """).judge();
        for (Protocol protocol : List.of(Protocol.RAW, Protocol.PACKET)) {
            Decision decision = judge.decide(socket(protocol), shell());
            assertThat(rules(decision)).containsExactly(OUT + ".rawSockets");
            assertThat(decision.severity()).isEqualTo(Severity.MEDIUM);
            assertThat(judge.decide(socket(protocol), process("/usr/bin/ping", "ping"))
                            .matched())
                    .isFalse();
        }
        assertThat(judge.decide(socket(Protocol.NETLINK), shell()).matched()).isFalse();
    }

    private static NetworkActivity socket(Protocol protocol) {
        return new NetworkActivity(
                "socket", NetworkOperation.SOCKET, protocol, Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Test
    void saysNothingOfUnixSocketsAndNetlink() {
        Judge judge = compile(ALLOWLIST).judge();
        assertThat(judge.decide(to(Protocol.UNIX, new Endpoint.Unix(bytes("/run/x"), false)), shell())
                        .matched())
                .isFalse();
        assertThat(judge.decide(to(Protocol.NETLINK, new Endpoint.Other(16, "AF_NETLINK")), shell())
                        .matched())
                .isFalse();
        assertThat(allowed(judge.decide(to(Protocol.VSOCK, new Endpoint.Other(40, "AF_VSOCK")), shell())))
                .isFalse();
    }

    @Test
    void countsAnUnknownAddressAsNotAllowed() {
        NetworkActivity activity = new NetworkActivity(
                "connect",
                NetworkOperation.CONNECT,
                Protocol.TCP,
                Optional.empty(),
                Optional.of(Field.unreadable("EFAULT")),
                Optional.empty());
        assertThat(allowed(compile(ALLOWLIST).judge().decide(activity, shell())))
                .isFalse();
        assertThat(allowed(compile(BLOCKLIST).judge().decide(activity, shell())))
                .isTrue();
    }

    private static NetworkActivity to(Protocol protocol, Endpoint remote) {
        return new NetworkActivity(
                "connect",
                NetworkOperation.CONNECT,
                protocol,
                Optional.empty(),
                Optional.of(Field.known(remote)),
                Optional.empty());
    }

    @Test
    void keepsQuietAboutWhatIsAllowedWhereAskedTo() {
        Judge judge = compile(ALLOWLIST + "    logAllowed: false\n").judge();
        assertThat(judge.decide(connect("10.1.2.3", 443), shell()).matched()).isFalse();
        assertThat(judge.decide(connect("192.0.2.1", 443), shell()).matched()).isTrue();
    }

    @Test
    void looksAtNoPortWhereThereIsNone() {
        NetworkActivity ping = to(Protocol.ICMP, new Endpoint.Inet(address("10.1.2.3"), 22));
        assertThat(allowed(compile(ALLOWLIST).judge().decide(ping, shell()))).isTrue();
    }

    @Test
    void takesAPacketSocketForAWayAroundAnAllowlist() {
        NetworkActivity packet = new NetworkActivity(
                "socket",
                NetworkOperation.SOCKET,
                Protocol.PACKET,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        assertThat(allowed(compile(ALLOWLIST).judge().decide(packet, shell()))).isFalse();
        assertThat(allowed(compile(BLOCKLIST).judge().decide(packet, shell()))).isTrue();
    }

    @Test
    void reportsListeningOnAnUnexpectedPort() {
        Judge judge = compile("networkMonitoring:\n  inboundConnections:\n    allowedPorts: [80, 8000-8100]\n")
                .judge();
        Decision unexpected = judge.decide(local(NetworkOperation.LISTEN, Protocol.TCP, "0.0.0.0", 4444), shell());
        assertThat(unexpected.type()).isEqualTo(EventType.NETWORK_LISTEN);
        assertThat(allowed(unexpected)).isFalse();
        assertThat(unexpected.action()).isEqualTo(Action.ALERT);
        Decision expected = judge.decide(local(NetworkOperation.LISTEN, Protocol.TCP, "0.0.0.0", 8080), shell());
        assertThat(allowed(expected)).isTrue();
        assertThat(expected.severity()).isEqualTo(Severity.LOW);
        assertThat(judge.decide(local(NetworkOperation.BIND, Protocol.TCP, "0.0.0.0", 4444), shell())
                        .matched())
                .isFalse();
        assertThat(allowed(judge.decide(local(NetworkOperation.BIND, Protocol.UDP, "0.0.0.0", 4444), shell())))
                .isFalse();
        assertThat(judge.decide(local(NetworkOperation.BIND, Protocol.UDP, "0.0.0.0", 0), shell())
                        .matched())
                .isFalse();
    }

    @Test
    void logsUnexpectedPortsWhereNobodyIsToBeAlerted() {
        Judge judge = compile(
                        "networkMonitoring:\n  inboundConnections:\n    allowedPorts: [80]\n    alertOnUnexpected: false\n")
                .judge();
        Decision decision = judge.decide(local(NetworkOperation.LISTEN, Protocol.TCP, "0.0.0.0", 4444), shell());
        assertThat(decision.action()).isEqualTo(Action.LOG);
        assertThat(allowed(decision)).isFalse();
    }

    @Test
    void logsAnAcceptWithItsPeer() {
        Judge judge = compile("networkMonitoring:\n  inboundConnections:\n    allowedPorts: [80]\n")
                .judge();
        Decision decision = judge.decide(local(NetworkOperation.ACCEPT, Protocol.TCP, "0.0.0.0", 80), shell());
        assertThat(decision.type()).isEqualTo(EventType.NETWORK_CONNECTION);
        assertThat(decision.action()).isEqualTo(Action.LOG);
        NetworkActivity unix = new NetworkActivity(
                "accept4",
                NetworkOperation.ACCEPT,
                Protocol.UNIX,
                Optional.of(Field.known(new Endpoint.Unix(bytes("/run/x"), false))),
                Optional.empty(),
                Optional.empty());
        assertThat(judge.decide(unix, shell()).matched()).isFalse();
    }

    @Test
    void letsEveryDocumentDecideForItself() {
        Judge judge = compile(ALLOWLIST, BLOCKLIST).judge();
        Decision decision = judge.decide(connect("192.0.2.1", 80), shell());
        assertThat(rules(decision)).containsExactly(OUT + ".allowlist", OUT + ".blocklist[0]");
        assertThat(allowed(decision)).isFalse();
    }

    @Test
    void takesAMappedAddressForTheIpv4Address() {
        IpAddress mapped = IpAddress.v6(0, 0xffff_0a09_0909L);
        NetworkActivity activity = to(Protocol.TCP, new Endpoint.Inet(mapped, 443));
        assertThat(rules(compile(ALLOWLIST).judge().decide(activity, shell()))).containsExactly(OUT + ".blockedIPs[0]");
    }
}
