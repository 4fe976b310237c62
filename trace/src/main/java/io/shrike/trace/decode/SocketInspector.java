package io.shrike.trace.decode;

import io.shrike.linux.abi.Socket;
import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.NativeBuffer;
import io.shrike.linux.libc.ProcessCalls;
import io.shrike.linux.libc.SocketQueries;
import io.shrike.model.Endpoint;
import io.shrike.model.Field;
import io.shrike.model.Protocol;

/**
 * What a tracee's socket is, asked of the socket itself over a duplicate of the descriptor (pidfd_getfd(2)), so it holds
 * whatever the tracee did before. Owned by the stop thread.
 */
final class SocketInspector implements AutoCloseable {
    private static final int IPPROTO_ICMP = 1;
    private static final int IPPROTO_ICMPV6 = 58;
    private static final int IPPROTO_MPTCP = 262;

    private static final int SIZEOF_SOCKADDR_IN = 16;
    private static final int SIZEOF_SOCKADDR_IN6 = 28;
    /** Two 64-bit words on each 64-bit machine. */
    private static final int SIZEOF_TIMEVAL = 16;

    private final NativeBuffer address = new NativeBuffer(SocketAddressDecoder.MAX_LENGTH);

    /** {@code fd} is a duplicate owned by the sensor, or -errno. */
    record Duplicate(int fd) implements AutoCloseable {
        @Override
        public void close() {
            if (fd >= 0) {
                FileCalls.close(fd);
            }
        }
    }

    /** A duplicate of descriptor {@code descriptor} of process {@code pid}; to be closed by the caller. */
    Duplicate open(int pid, int descriptor) {
        int pidfd = ProcessCalls.pidfdOpen(pid, 0);
        if (pidfd < 0) {
            return new Duplicate(pidfd);
        }
        Duplicate socket = new Duplicate(ProcessCalls.pidfdGetfd(pidfd, descriptor));
        FileCalls.close(pidfd);
        return socket;
    }

    Protocol protocol(Duplicate socket) {
        int domain = option(socket, Socket.SO_DOMAIN);
        int type = option(socket, Socket.SO_TYPE);
        int protocol = option(socket, Socket.SO_PROTOCOL);
        return domain < 0 || type < 0 ? Protocol.OTHER : protocol(domain, type, protocol);
    }

    private static int option(Duplicate socket, int option) {
        return SocketQueries.getIntOption(socket.fd(), Socket.SOL_SOCKET, option);
    }

    /** From the arguments of socket(2); {@code type} may carry SOCK_NONBLOCK and SOCK_CLOEXEC. */
    static Protocol protocol(int domain, int type, int protocol) {
        return switch (domain) {
            case 1 -> Protocol.UNIX;
            case 2, 10 -> inet(type & 0xf, protocol);
            case 16 -> Protocol.NETLINK;
            case 17 -> Protocol.PACKET;
            case 40 -> Protocol.VSOCK;
            default -> Protocol.OTHER;
        };
    }

    private static Protocol inet(int type, int protocol) {
        return switch (type) {
            case 1 -> protocol == 0 || protocol == 6 || protocol == IPPROTO_MPTCP ? Protocol.TCP : Protocol.OTHER;
            case 2 ->
                protocol == IPPROTO_ICMP || protocol == IPPROTO_ICMPV6
                        ? Protocol.ICMP
                        : protocol == 0 || protocol == 17 ? Protocol.UDP : Protocol.OTHER;
            case 3 -> Protocol.RAW;
            case 10 -> Protocol.PACKET;
            default -> Protocol.OTHER;
        };
    }

    Field<Endpoint> local(Duplicate socket) {
        return socket.fd() < 0 ? failed(socket.fd()) : decoded(SocketQueries.getsockname(socket.fd(), address));
    }

    Field<Endpoint> peer(Duplicate socket) {
        return socket.fd() < 0 ? failed(socket.fd()) : decoded(SocketQueries.getpeername(socket.fd(), address));
    }

    /** Where a connection of the internet families goes, made or still being made; ENOTCONN when nowhere. */
    Field<Endpoint> attempted(Duplicate socket, int family) {
        if (socket.fd() < 0) {
            return failed(socket.fd());
        }
        int length = family == Socket.AF_INET ? SIZEOF_SOCKADDR_IN : SIZEOF_SOCKADDR_IN6;
        return decoded(SocketQueries.getOption(socket.fd(), Socket.SOL_SOCKET, Socket.SO_PEERNAME, address, length));
    }

    /** AF_INET and the like, or -errno. */
    static int family(Duplicate socket) {
        return option(socket, Socket.SO_DOMAIN);
    }

    /** Whether sends and connects wait for a limited time only (SO_SNDTIMEO). */
    boolean limitsSends(Duplicate socket) {
        int got = SocketQueries.getOption(socket.fd(), Socket.SOL_SOCKET, Socket.SO_SNDTIMEO, address, SIZEOF_TIMEVAL);
        return got == SIZEOF_TIMEVAL && (address.getLong(0) | address.getLong(Long.BYTES)) != 0;
    }

    private Field<Endpoint> decoded(int length) {
        if (length < 0) {
            return failed(length);
        }
        return SocketAddressDecoder.decode(address.getBytes(0, Math.min(length, address.capacity())));
    }

    private static Field<Endpoint> failed(int result) {
        return Field.unreadable(Errno.name(-result));
    }

    @Override
    public void close() {
        address.close();
    }
}
