package io.shrike.trace.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.shrike.linux.abi.Socket;
import io.shrike.linux.abi.SocketAddresses;
import io.shrike.model.Endpoint;
import io.shrike.model.Field;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/** Any bytes as a socket address: port and address are the ones that the layout of its family says. */
class SocketAddressFuzz {
    @FuzzTest
    void readsWhatTheLayoutSays(byte[] address) throws UnknownHostException {
        Field<Endpoint> decoded = SocketAddressDecoder.decode(address);
        if (address.length < 2) {
            assertThat(decoded.asOptional()).isEmpty();
            return;
        }
        int family = ByteBuffer.wrap(address).order(ByteOrder.LITTLE_ENDIAN).getChar(SocketAddresses.FAMILY);
        Optional<Endpoint> endpoint = decoded.asOptional();
        if (family == Socket.AF_INET && address.length >= SocketAddresses.IN_ADDR + SocketAddresses.IN_ADDR_SIZE) {
            isInet(endpoint, address, SocketAddresses.IN_ADDR, SocketAddresses.IN_ADDR_SIZE);
        } else if (family == Socket.AF_INET6 && address.length >= SocketAddresses.IN6_MINIMUM_SIZE) {
            isInet(endpoint, address, SocketAddresses.IN6_ADDR, SocketAddresses.IN6_ADDR_SIZE);
        } else if (family == Socket.AF_UNIX) {
            isUnix((Endpoint.Unix) endpoint.orElseThrow(), address);
        } else if (family == Socket.AF_INET || family == Socket.AF_INET6) {
            assertThat(endpoint).isEmpty();
        } else {
            assertThat(((Endpoint.Other) endpoint.orElseThrow()).family()).isEqualTo(family);
            boolean inet4 = family == Socket.AF_UNSPEC && address.length >= 8;
            assertThat(SocketAddressDecoder.decodeUnspecifiedAsInet(address)
                            .asOptional()
                            .filter(Endpoint.Inet.class::isInstance)
                            .isPresent())
                    .isEqualTo(inet4);
        }
    }

    private static void isInet(Optional<Endpoint> endpoint, byte[] address, int from, int size)
            throws UnknownHostException {
        Endpoint.Inet inet = (Endpoint.Inet) endpoint.orElseThrow();
        assertThat(inet.port()).isEqualTo(ByteBuffer.wrap(address).getChar(SocketAddresses.IN_PORT));
        InetAddress expected = InetAddress.getByAddress(Arrays.copyOfRange(address, from, from + size));
        assertThat(InetAddress.ofLiteral(inet.address().toString())).isEqualTo(expected);
    }

    private static void isUnix(Endpoint.Unix unix, byte[] address) {
        byte[] path = unix.path().toArray();
        int from = unix.abstractName() ? 3 : 2;
        assertThat(path).isEqualTo(Arrays.copyOfRange(address, from, from + path.length));
        boolean ends =
                from + path.length == address.length || (!unix.abstractName() && address[from + path.length] == 0);
        assertThat(ends).isTrue();
        if (!unix.abstractName()) {
            assertThat(path).doesNotContain((byte) 0);
        }
    }
}
