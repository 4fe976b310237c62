package io.shrike.trace.decode;

import io.shrike.linux.abi.Socket;
import io.shrike.model.ByteString;
import io.shrike.model.Endpoint;
import io.shrike.model.Field;
import io.shrike.model.IpAddress;
import java.util.Arrays;

/** struct sockaddr in its families (sockaddr(3type), unix(7), ip(7), ipv6(7)). Ports and addresses are big-endian. */
final class SocketAddressDecoder {
    /** sizeof(struct sockaddr_storage): the kernel takes no longer address. */
    static final int MAX_LENGTH = 128;

    private SocketAddressDecoder() {}

    static Field<Endpoint> decode(byte[] address) {
        if (address.length < 2) {
            return Field.unreadable("EINVAL");
        }
        int family = (int) ByteOrderedReads.word(address, 0, 2);
        if (family == Socket.AF_INET) {
            return address.length < 8 ? Field.unreadable("EINVAL") : Field.known(inet4(address));
        }
        if (family == Socket.AF_INET6) {
            return address.length < 24 ? Field.unreadable("EINVAL") : Field.known(inet6(address));
        }
        if (family == Socket.AF_UNIX) {
            return Field.known(unix(address));
        }
        return Field.known(new Endpoint.Other(family, Socket.familyName(family)));
    }

    /** As {@link #decode}, but AF_UNSPEC is AF_INET, as IPv4 sockets take it in bind(2) and in sends (net/ipv4/udp.c). */
    static Field<Endpoint> decodeUnspecifiedAsInet(byte[] address) {
        return address.length >= 8 && ByteOrderedReads.word(address, 0, 2) == Socket.AF_UNSPEC
                ? Field.known(inet4(address))
                : decode(address);
    }

    private static Endpoint inet4(byte[] address) {
        return new Endpoint.Inet(
                IpAddress.of(Arrays.copyOfRange(address, 4, 8)), ByteOrderedReads.network16(address, 2));
    }

    private static Endpoint inet6(byte[] address) {
        return new Endpoint.Inet(
                IpAddress.of(Arrays.copyOfRange(address, 8, 24)), ByteOrderedReads.network16(address, 2));
    }

    /** A path ends at its NUL; an abstract name begins with one and may hold more. */
    private static Endpoint unix(byte[] address) {
        if (address.length == 2) {
            return new Endpoint.Unix(ByteString.EMPTY, false);
        }
        if (address[2] == 0) {
            return new Endpoint.Unix(ByteString.copyOf(address, 3, address.length - 3), true);
        }
        int end = 2;
        while (end < address.length && address[end] != 0) {
            end++;
        }
        return new Endpoint.Unix(ByteString.copyOf(address, 2, end - 2), false);
    }
}
