package io.shrike.trace.decode;

import io.shrike.linux.abi.Socket;
import io.shrike.linux.libc.Errno;
import io.shrike.model.Activity;
import io.shrike.model.Activity.NetworkActivity;
import io.shrike.model.ByteString;
import io.shrike.model.Endpoint;
import io.shrike.model.Field;
import io.shrike.model.NetworkOperation;
import io.shrike.trace.engine.ResultCheck;
import io.shrike.trace.tree.StoppedProcess;
import java.util.List;
import java.util.Optional;

/**
 * Looks where a connect went that was let through: the kernel reads the address once more after the decision. A connect that
 * waits for its peer is looked at while it does: its SYN is sent, and the address it is made with can not change any more
 * (net/ipv4/af_inet.c). A connect of a socket with a limit for sends would end with EINTR at the halt, which its
 * program would not see alone: it does not halt, and the socket is looked at over a duplicate. See docs/adr/0015-look-at-the-peer.md.
 */
final class ConnectResult implements ResultCheck {
    private static final SocketInspector.Duplicate NOT_HELD = new SocketInspector.Duplicate(-Errno.EBADF);
    private static final Field<Endpoint> NOWHERE = Field.unreadable("ENOTCONN");

    private final SocketInspector sockets;
    private final StoppedProcess process;
    private final ActivityHandler handler;
    private final int pid;
    private final int tid;
    private final int descriptor;
    private final Optional<Endpoint> decided;
    /** The socket of a caller that does not halt. */
    private SocketInspector.Duplicate held = NOT_HELD;

    ConnectResult(
            SocketInspector sockets,
            StoppedProcess process,
            ActivityHandler handler,
            int tid,
            int descriptor,
            List<Activity> decided) {
        this.sockets = sockets;
        this.process = process;
        this.handler = handler;
        this.tid = tid;
        this.descriptor = descriptor;
        this.decided = decided.stream()
                .filter(NetworkActivity.class::isInstance)
                .flatMap(activity -> ((NetworkActivity) activity).remote().stream())
                .flatMap(remote -> remote.asOptional().stream())
                .findFirst();
        pid = process.pid();
    }

    @Override
    public boolean begin() {
        SocketInspector.Duplicate socket = sockets.open(pid, descriptor);
        if (socket.fd() >= 0 && sockets.limitsSends(socket)) {
            held = socket;
            return false;
        }
        socket.close();
        return true;
    }

    @Override
    public void end() {
        held.close();
        held = NOT_HELD;
    }

    @Override
    public boolean underWay() {
        try (SocketInspector.Duplicate socket = sockets.open(pid, descriptor)) {
            int family = SocketInspector.family(socket);
            return isInet(family) && sockets.attempted(socket, family) instanceof Field.Known;
        }
    }

    @Override
    public Finding look(long result) {
        if (result == RUNNING) {
            return look(held, result);
        }
        try (SocketInspector.Duplicate socket = sockets.open(pid, descriptor)) {
            return look(socket, result);
        }
    }

    private Finding look(SocketInspector.Duplicate socket, long result) {
        boolean mayBeMade = result == 0 || result == RUNNING;
        if (socket.fd() < 0) {
            return mayBeMade ? Finding.UNSEEN : Finding.ACCEPTED;
        }
        int family = SocketInspector.family(socket);
        Field<Endpoint> peer = isInet(family)
                ? sockets.attempted(socket, family)
                : family == Socket.AF_UNIX && mayBeMade ? sockets.peer(socket) : NOWHERE;
        if (peer instanceof Field.Known<Endpoint>(Endpoint reached)) {
            return isDecided(reached) ? Finding.ACCEPTED : judge(socket, reached);
        }
        return result == RUNNING ? Finding.UNSEEN : Finding.ACCEPTED;
    }

    private static boolean isInet(int family) {
        return family == Socket.AF_INET || family == Socket.AF_INET6;
    }

    /** A Unix socket's peer says under which name it was bound; a relative one says nothing. */
    private boolean isDecided(Endpoint reached) {
        if (reached instanceof Endpoint.Unix(ByteString path, boolean abstractName, var _) && !abstractName) {
            return path.isEmpty()
                    || path.at(0) != '/'
                    || (decided.orElse(null) instanceof Endpoint.Unix(ByteString spelled, boolean other, var file)
                            && !other
                            && (spelled.equals(path)
                                    || file.filter(Field.known(path)::equals).isPresent()));
        }
        return decided.filter(reached::equals).isPresent();
    }

    private Finding judge(SocketInspector.Duplicate socket, Endpoint reached) {
        process.target(tid);
        Endpoint peer = reached instanceof Endpoint.Unix(ByteString path, boolean abstractName, var _) && !abstractName
                ? new Endpoint.Unix(path, false, Optional.of(Field.known(path)))
                : reached;
        Activity done = new NetworkActivity(
                "connect",
                NetworkOperation.CONNECT,
                sockets.protocol(socket),
                Optional.empty(),
                Optional.of(Field.known(peer)),
                Optional.empty());
        return handler.forbids(done, process) ? Finding.FORBIDDEN : Finding.ACCEPTED;
    }
}
