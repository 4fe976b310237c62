package io.shrike.trace.decode;

import io.shrike.linux.abi.Fcntl;
import io.shrike.linux.procfs.ProcLink;
import io.shrike.linux.procfs.ProcReader;
import io.shrike.linux.procfs.Reading;
import io.shrike.model.Protocol;
import io.shrike.model.StandardSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which of a process's descriptors 0 to 2 are sockets of a network and stay open over an exec. Unix sockets are left out: they
 * lead to another process of the machine, and runtimes give them to ordinary children. Owned by the stop thread.
 */
final class StandardSockets implements AutoCloseable {
    private static final int LAST = 2;
    private static final byte[] SOCKET = "socket:[".getBytes(StandardCharsets.US_ASCII);

    private final ProcReader proc = new ProcReader();
    private final SocketInspector sockets = new SocketInspector();

    /** Of thread {@code tid} of process {@code pid}, lowest descriptor first. */
    List<StandardSocket> of(int tid, int pid) {
        List<StandardSocket> found = List.of();
        for (int fd = 0; fd <= LAST; fd++) {
            if (isSocket(tid, fd) && !closesOnExec(tid, fd)) {
                found = with(found, pid, fd);
            }
        }
        return found;
    }

    private boolean isSocket(int tid, int fd) {
        return proc.fd(tid, fd) instanceof Reading.Value<ProcLink>(ProcLink link)
                && link.target().length > SOCKET.length
                && Arrays.equals(link.target(), 0, SOCKET.length, SOCKET, 0, SOCKET.length);
    }

    private boolean closesOnExec(int tid, int fd) {
        return (proc.descriptorFlags(tid, fd).asOptional().orElse(0) & Fcntl.O_CLOEXEC) != 0;
    }

    private List<StandardSocket> with(List<StandardSocket> found, int pid, int fd) {
        try (SocketInspector.Duplicate socket = sockets.open(pid, fd)) {
            Protocol protocol = sockets.protocol(socket);
            if (!isOfNetwork(protocol)) {
                return found;
            }
            List<StandardSocket> more = new ArrayList<>(found);
            more.add(new StandardSocket(fd, protocol, sockets.local(socket), sockets.peer(socket)));
            return more;
        }
    }

    private static boolean isOfNetwork(Protocol protocol) {
        return switch (protocol) {
            case TCP, UDP, ICMP, RAW, VSOCK -> true;
            case PACKET, UNIX, NETLINK, OTHER -> false;
        };
    }

    @Override
    public void close() {
        proc.close();
        sockets.close();
    }
}
