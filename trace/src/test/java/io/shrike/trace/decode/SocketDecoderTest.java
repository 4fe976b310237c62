package io.shrike.trace.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.linux.libc.NativeBuffer;
import io.shrike.linux.libc.ProcessCalls;
import io.shrike.linux.syscall.Abi;
import io.shrike.model.Activity;
import io.shrike.model.Activity.DnsActivity;
import io.shrike.model.Activity.DnsQuestion;
import io.shrike.model.Activity.NetworkActivity;
import io.shrike.model.ByteString;
import io.shrike.model.Endpoint;
import io.shrike.model.Field;
import io.shrike.model.IpAddress;
import io.shrike.model.NetworkOperation;
import io.shrike.model.Protocol;
import io.shrike.trace.testing.CallBench;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The calls of this process on its own sockets. */
class SocketDecoderTest {
    private static final String TEST_NET = "0200 0016 c6336407 0000000000000000";
    private static final Endpoint TEST_NET_22 = new Endpoint.Inet(IpAddress.v4(0xc6336407), 22);
    private static final String NAME_SERVER = "0200 0035 c6336435 0000000000000000";
    private static final Endpoint NAME_SERVER_53 = new Endpoint.Inet(IpAddress.v4(0xc6336435), 53);
    private static final String QUERY = "1234 0100 0001 0000 0000 0000 07 6578616d706c65 03 6f7267 00 0001 0001";

    private final CallBench bench = new CallBench().abi(Abi.host());

    /** The JDK opens sockets of its own when it makes its first ones. */
    @BeforeAll
    static void makeTheFirstSockets() throws IOException {
        DatagramChannel.open().close();
        SocketChannel.open().close();
        ServerSocketChannel.open().close();
        new ServerSocket(0).close();
    }

    @AfterEach
    void closeBench() {
        bench.close();
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    /** The number of the descriptor that {@code make} opens: the one that was not there before. */
    private interface Making<T extends NetworkChannel> {
        T make() throws IOException;
    }

    private record Made<T extends NetworkChannel>(T channel, int fd) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private static List<String> sockets() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .filter(fd -> target(fd).startsWith("socket:"))
                    .map(fd -> fd.getFileName().toString())
                    .toList();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException gone) {
            return "";
        }
    }

    private static <T extends NetworkChannel> Made<T> made(Making<T> making) throws IOException {
        List<String> before = sockets();
        T channel = making.make();
        List<String> fresh =
                sockets().stream().filter(fd -> !before.contains(fd)).toList();
        assertThat(fresh).hasSize(1);
        return new Made<>(channel, Integer.parseInt(fresh.getFirst()));
    }

    private static Made<SocketChannel> tcp() throws IOException {
        return made(() -> SocketChannel.open(StandardProtocolFamily.INET));
    }

    private static Made<DatagramChannel> udp() throws IOException {
        return made(() -> DatagramChannel.open(StandardProtocolFamily.INET));
    }

    private static NetworkActivity network(Activity activity) {
        return (NetworkActivity) activity;
    }

    private static NetworkActivity only(List<Activity> activities) {
        assertThat(activities).hasSize(1);
        return network(activities.getFirst());
    }

    private static Optional<Field<Endpoint>> known(Endpoint endpoint) {
        return Optional.of(Field.known(endpoint));
    }

    @ParameterizedTest
    @CsvSource({
        "2, 1, 0, TCP",
        "2, 1, 6, TCP",
        "10, 0x80801, 0, TCP",
        "2, 1, 262, TCP",
        "2, 1, 132, OTHER",
        "2, 2, 0, UDP",
        "10, 2, 17, UDP",
        "2, 2, 1, ICMP",
        "10, 2, 58, ICMP",
        "2, 3, 1, RAW",
        "2, 10, 768, PACKET",
        "17, 3, 768, PACKET",
        "17, 2, 0, PACKET",
        "1, 1, 0, UNIX",
        "16, 3, 0, NETLINK",
        "40, 1, 0, VSOCK",
        "38, 5, 0, OTHER"
    })
    void namesTheProtocolOfASocketCall(int domain, String type, int protocol, Protocol name) {
        NetworkActivity activity = only(bench.call("socket", domain, Integer.decode(type), protocol));
        assertThat(activity.operation()).isEqualTo(NetworkOperation.SOCKET);
        assertThat(activity.protocol()).isEqualTo(name);
        assertThat(activity.remote()).isEmpty();
        assertThat(activity.local()).isEmpty();
    }

    @Test
    void tellsWhereASocketConnectsTo() throws IOException {
        try (var tcp = tcp();
                var udp = udp()) {
            NetworkActivity stream = only(bench.call("connect", tcp.fd(), bytes(TEST_NET), 16));
            assertThat(stream.operation()).isEqualTo(NetworkOperation.CONNECT);
            assertThat(stream.protocol()).isEqualTo(Protocol.TCP);
            assertThat(stream.remote()).isEqualTo(known(TEST_NET_22));
            assertThat(stream.domain()).isEmpty();
            assertThat(only(bench.call("connect", udp.fd(), bytes(TEST_NET), 16))
                            .protocol())
                    .isEqualTo(Protocol.UDP);
        }
    }

    @Test
    void readsIpv6AndMappedAddresses() throws IOException {
        try (var tcp = made(() -> SocketChannel.open(StandardProtocolFamily.INET6))) {
            byte[] ipv6 = bytes("0a00 0016 00000000 20010db8000000000000000000000007 00000000");
            assertThat(only(bench.call("connect", tcp.fd(), ipv6, 28)).remote())
                    .isEqualTo(known(new Endpoint.Inet(IpAddress.v6(0x20010db800000000L, 7), 22)));
            byte[] mapped = bytes("0a00 0016 00000000 00000000000000000000ffffc6336407 00000000");
            assertThat(only(bench.call("connect", tcp.fd(), mapped, 28)).remote())
                    .isEqualTo(known(TEST_NET_22));
        }
    }

    @Test
    void knowsAUnixSocketByItsAddress() {
        NetworkActivity activity = only(bench.call("connect", 999_999, bytes("0100 2f72756e2f78 00"), 9));
        assertThat(activity.protocol()).isEqualTo(Protocol.UNIX);
        assertThat(activity.remote())
                .isEqualTo(known(
                        new Endpoint.Unix(ByteString.utf8("/run/x"), false, Optional.of(Field.unreadable("ENOENT")))));
    }

    @Test
    void tellsOfAnAddressThatCannotBeRead() {
        assertThat(only(bench.call("connect", 0, 16L, 16)).remote()).contains(Field.unreadable("EFAULT"));
        assertThat(only(bench.call("connect", 0, bytes(TEST_NET), 129)).remote())
                .contains(Field.unreadable("EINVAL"));
        assertThat(only(bench.call("connect", 0, bytes(TEST_NET), -1)).remote()).contains(Field.unreadable("EINVAL"));
        assertThat(only(bench.call("connect", 0, bytes(TEST_NET), 0)).remote()).contains(Field.unreadable("EINVAL"));
    }

    @Test
    void takesADisconnectForNothing() throws IOException {
        try (var udp = udp()) {
            assertThat(bench.call("connect", udp.fd(), new byte[16], 16)).isEmpty();
        }
    }

    @Test
    void looksAtTheLowHalfOfDescriptorAndLength() throws IOException {
        long junk = 0xdeadbeef_00000000L;
        try (var tcp = tcp()) {
            NetworkActivity activity = only(bench.call("connect", junk | tcp.fd(), bytes(TEST_NET), junk | 16));
            assertThat(activity.protocol()).isEqualTo(Protocol.TCP);
            assertThat(activity.remote()).isEqualTo(known(TEST_NET_22));
        }
    }

    @Test
    void tellsWhatASocketIsBoundTo() throws IOException {
        try (var tcp = tcp()) {
            NetworkActivity activity =
                    only(bench.call("bind", tcp.fd(), bytes("0200 1f90 00000000 0000000000000000"), 16));
            assertThat(activity.operation()).isEqualTo(NetworkOperation.BIND);
            assertThat(activity.local()).isEqualTo(known(new Endpoint.Inet(IpAddress.v4(0), 8080)));
            assertThat(activity.remote()).isEmpty();
        }
    }

    /** inet_bind takes AF_UNSPEC with INADDR_ANY for AF_INET. */
    @Test
    void tellsWhatASocketIsBoundToWithoutAFamily() throws IOException {
        try (var tcp = tcp()) {
            NetworkActivity activity =
                    only(bench.call("bind", tcp.fd(), bytes("0000 1f90 00000000 0000000000000000"), 16));
            assertThat(activity.local()).isEqualTo(known(new Endpoint.Inet(IpAddress.v4(0), 8080)));
        }
    }

    @Test
    void asksTheSocketWhereItListensAndAccepts() throws IOException {
        try (var server = made(() -> ServerSocketChannel.open(StandardProtocolFamily.INET))) {
            server.channel().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = ((InetSocketAddress) server.channel().getLocalAddress()).getPort();
            Endpoint local = new Endpoint.Inet(IpAddress.v4(0x7f000001), port);
            NetworkActivity listen = only(bench.call("listen", server.fd(), 5));
            assertThat(listen.operation()).isEqualTo(NetworkOperation.LISTEN);
            assertThat(listen.local()).isEqualTo(known(local));
            assertThat(listen.protocol()).isEqualTo(Protocol.TCP);
            for (String call : List.of("accept", "accept4")) {
                NetworkActivity accept = only(bench.call(call, server.fd(), 0, 0, 0));
                assertThat(accept.operation()).isEqualTo(NetworkOperation.ACCEPT);
                assertThat(accept.local()).isEqualTo(known(local));
                assertThat(accept.remote()).contains(Field.unreadable("notYetAccepted"));
            }
        }
    }

    @Test
    void tellsOfASocketThatIsNotOpen() {
        NetworkActivity activity = only(bench.call("listen", 999_999, 5));
        assertThat(activity.local()).contains(Field.unreadable("EBADF"));
        assertThat(activity.protocol()).isEqualTo(Protocol.OTHER);
    }

    @Test
    void seesASendOnlyWhereItNamesAReceiver() throws IOException {
        try (var udp = udp()) {
            NetworkActivity sent = only(bench.call("sendto", udp.fd(), "hello", 5, 0, bytes(TEST_NET), 16));
            assertThat(sent.operation()).isEqualTo(NetworkOperation.SEND);
            assertThat(sent.remote()).isEqualTo(known(TEST_NET_22));
            assertThat(sent.protocol()).isEqualTo(Protocol.UDP);
            assertThat(bench.call("sendto", udp.fd(), "hello", 5, 0, 0, 0)).isEmpty();
        }
    }

    /** udp_sendmsg takes AF_UNSPEC for AF_INET. */
    @Test
    void seesAReceiverWithoutAFamily() throws IOException {
        try (var udp = udp()) {
            byte[] unspecified = bytes(TEST_NET.replaceFirst("0200", "0000"));
            assertThat(only(bench.call("sendto", udp.fd(), "hello", 5, 0, unspecified, 16))
                            .remote())
                    .isEqualTo(known(TEST_NET_22));
        }
    }

    private long header(long name, int nameLength, long... vectors) {
        NativeBuffer header = bench.buffer(64);
        fill(header, 0, name, nameLength, vectors);
        return header.address();
    }

    private void fill(NativeBuffer header, int at, long name, int nameLength, long... vectors) {
        NativeBuffer vector = bench.buffer(Math.max(16, 8 * vectors.length));
        for (int i = 0; i < vectors.length; i++) {
            vector.putLong(8 * i, vectors[i]);
        }
        header.putLong(at, name);
        header.putInt(at + 8, nameLength);
        header.putLong(at + 16, vector.address());
        header.putLong(at + 24, vectors.length / 2);
    }

    @Test
    void readsTheReceiverOfAMessage() throws IOException {
        try (var udp = udp()) {
            long message = header(bench.put(bytes(TEST_NET)), 16, bench.put("hello"), 5);
            assertThat(only(bench.call("sendmsg", udp.fd(), message, 0)).remote())
                    .isEqualTo(known(TEST_NET_22));
            assertThat(bench.call("sendmsg", udp.fd(), header(0, 0, bench.put("hello"), 5), 0))
                    .isEmpty();
            assertThat(only(bench.call("sendmsg", udp.fd(), 16L, 0)).remote()).contains(Field.unreadable("EFAULT"));
            assertThat(only(bench.call("sendmsg", udp.fd(), header(16, 16), 0)).remote())
                    .contains(Field.unreadable("EFAULT"));
        }
    }

    /** The kernel cuts msg_namelen to the size of struct sockaddr_storage. */
    @Test
    void readsAReceiverWhoseLengthIsTooLong() throws IOException {
        try (var udp = udp()) {
            NativeBuffer address = bench.buffer(256);
            byte[] wanted = bytes(TEST_NET);
            address.put(0, wanted, 0, wanted.length);
            long message = header(address.address(), 4096, bench.put("hello"), 5);
            assertThat(only(bench.call("sendmsg", udp.fd(), message, 0)).remote())
                    .isEqualTo(known(TEST_NET_22));
        }
    }

    private long headers(int count) {
        NativeBuffer headers = bench.buffer(64 * count);
        long data = bench.put("hello");
        for (int i = 0; i < count; i++) {
            byte[] address = bytes(TEST_NET);
            address[3] = (byte) (i % 100 + 1);
            fill(headers, 64 * i, bench.put(address), 16, data, 5);
        }
        return headers.address();
    }

    @Test
    void readsEveryMessageOfSendmmsg() throws IOException {
        try (var udp = udp()) {
            List<Activity> three = bench.call("sendmmsg", udp.fd(), headers(3), 3, 0);
            assertThat(three)
                    .extracting(activity -> network(activity).remote())
                    .containsExactly(
                            known(new Endpoint.Inet(IpAddress.v4(0xc6336407), 1)),
                            known(new Endpoint.Inet(IpAddress.v4(0xc6336407), 2)),
                            known(new Endpoint.Inet(IpAddress.v4(0xc6336407), 3)));
            assertThat(bench.call("sendmmsg", udp.fd(), headers(3), 0, 0)).isEmpty();
        }
    }

    /** The kernel sends up to UIO_MAXIOV messages, also where the count is greater. */
    @ParameterizedTest
    @CsvSource({"100", "1024", "1025", "-1", "0x7fffffff"})
    void readsAsManyMessagesAsTheKernelSends(String count) throws IOException {
        int vlen = Integer.decode(count);
        int sent = vlen < 0 || vlen > 1024 ? 1024 : vlen;
        try (var udp = udp()) {
            assertThat(bench.call("sendmmsg", udp.fd(), headers(1030), vlen, 0)).hasSize(sent);
        }
    }

    private static DnsActivity dns(Activity activity) {
        return (DnsActivity) activity;
    }

    @Test
    void readsTheQuestionsSentToANameServer() throws IOException {
        byte[] query = bytes(QUERY);
        try (var udp = udp()) {
            List<Activity> activities = bench.call("sendto", udp.fd(), query, query.length, 0, bytes(NAME_SERVER), 16);
            assertThat(activities).hasSize(2);
            assertThat(network(activities.get(0)).remote()).isEqualTo(known(NAME_SERVER_53));
            DnsActivity dns = dns(activities.get(1));
            assertThat(dns.questions()).containsExactly(new DnsQuestion("example.org", "A"));
            assertThat(dns.server()).isEqualTo(Field.known(NAME_SERVER_53));
            assertThat(dns.protocol()).isEqualTo(Protocol.UDP);
            assertThat(bench.call("sendto", udp.fd(), query, query.length, 0, bytes(TEST_NET), 16))
                    .hasSize(1);
        }
    }

    @Test
    void asksAConnectedSocketWhereItSendsTo() throws IOException {
        byte[] query = bytes(QUERY);
        try (var udp = udp()) {
            assertThat(bench.call("sendto", udp.fd(), query, query.length, 0x4000, 0, 0))
                    .isEmpty();
            udp.channel().connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), 53));
            List<Activity> activities = bench.call("sendto", udp.fd(), query, query.length, 0x4000, 0, 0);
            assertThat(activities).hasSize(1);
            assertThat(dns(activities.getFirst()).questions()).containsExactly(new DnsQuestion("example.org", "A"));
            assertThat(bench.call("sendmsg", udp.fd(), header(0, 0, bench.put(query), query.length), 0))
                    .hasSize(1);
        }
    }

    @Test
    void skipsTheLengthBeforeAQueryOverTcp() throws IOException {
        byte[] query = bytes(QUERY);
        byte[] framed = bytes("%04x".formatted(query.length) + QUERY);
        try (var tcp = tcp()) {
            for (byte[] sent : new byte[][] {framed, query}) {
                List<Activity> activities =
                        bench.call("sendto", tcp.fd(), sent, sent.length, 0, bytes(NAME_SERVER), 16);
                assertThat(activities).hasSize(2);
                assertThat(dns(activities.get(1)).protocol()).isEqualTo(Protocol.TCP);
                assertThat(dns(activities.get(1)).questions()).containsExactly(new DnsQuestion("example.org", "A"));
            }
        }
    }

    @Test
    void gathersAQueryThatLiesInPieces() throws IOException {
        byte[] query = bytes(QUERY);
        byte[] first = Arrays.copyOf(query, 15);
        byte[] second = Arrays.copyOfRange(query, 15, query.length);
        try (var udp = udp()) {
            long message = header(
                    bench.put(bytes(NAME_SERVER)),
                    16,
                    bench.put(first),
                    first.length,
                    0,
                    0,
                    bench.put(second),
                    second.length);
            List<Activity> activities = bench.call("sendmsg", udp.fd(), message, 0);
            assertThat(activities).hasSize(2);
            assertThat(dns(activities.get(1)).questions()).containsExactly(new DnsQuestion("example.org", "A"));
        }
    }

    @Test
    void tellsAConnectAfterAQuestionWhichNameItMayBeAbout() throws IOException {
        byte[] query = bytes(QUERY);
        try (var udp = udp();
                var tcp = tcp()) {
            bench.call("sendto", udp.fd(), query, query.length, 0, bytes(NAME_SERVER), 16);
            assertThat(only(bench.call("connect", tcp.fd(), bytes(TEST_NET), 16))
                            .domain())
                    .contains("example.org");
        }
    }

    @Test
    void leavesNoDescriptorBehind() throws IOException {
        try (var tcp = tcp();
                var server = new ServerSocket(0)) {
            assertThat(server.isBound()).isTrue();
            bench.call("connect", tcp.fd(), bytes(TEST_NET), 16);
            int before = sockets().size();
            for (int i = 0; i < 200; i++) {
                bench.call("connect", tcp.fd(), bytes(TEST_NET), 16);
                bench.call("listen", tcp.fd(), 1);
                bench.call("bind", 999_999, bytes(TEST_NET), 16);
            }
            assertThat(sockets()).hasSize(before);
            assertThat(ProcessCalls.getpid())
                    .isEqualTo((int) ProcessHandle.current().pid());
        }
    }
}
