package io.shrike.trace.decode;

import io.shrike.model.Activity;
import io.shrike.model.Activity.DnsActivity;
import io.shrike.model.Activity.DnsQuestion;
import io.shrike.model.Activity.NetworkActivity;
import io.shrike.model.Endpoint;
import io.shrike.model.Field;
import io.shrike.model.NetworkOperation;
import io.shrike.model.Protocol;
import io.shrike.trace.tree.SocketNote;
import io.shrike.trace.tree.TrackedProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** socket, connect, bind, listen, accept and the datagram sends (socket(2), connect(2), sendmmsg(2), ...). */
final class SocketDecoder implements Decoder, AutoCloseable {
    private static final int DNS_PORT = 53;
    private static final int MAX_MESSAGES = 64;
    private static final int MAX_PAYLOAD = 2048;

    private final SocketInspector sockets = new SocketInspector();
    private final DomainMemory domains;

    SocketDecoder(DomainMemory domains) {
        this.domains = domains;
    }

    @Override
    public List<Activity> decode(Call call) {
        return switch (call.name()) {
            case "socket" -> socket(call);
            case "connect" -> connect(call);
            case "bind" -> bind(call);
            case "listen" -> listen(call);
            case "sendto" -> sendto(call);
            case "sendmsg" -> message(call, call.argument(1), new ArrayList<>());
            case "sendmmsg" -> messages(call);
            default -> accept(call);
        };
    }

    private static List<Activity> socket(Call call) {
        Protocol protocol = SocketInspector.protocol(call.intArgument(0), call.intArgument(1), call.intArgument(2));
        return List.of(activity(call, NetworkOperation.SOCKET, protocol, Optional.empty(), Optional.empty()));
    }

    private List<Activity> connect(Call call) {
        Field<Endpoint> remote = address(call, call.argument(1), call.intArgument(2));
        if (remote instanceof Field.Known<Endpoint>(Endpoint.Other(int family, String _)) && family == 0) {
            return List.of();
        }
        remember(call, remote);
        try (SocketInspector.Duplicate socket = open(call)) {
            return List.of(activity(
                    call, NetworkOperation.CONNECT, protocol(socket, remote), Optional.empty(), Optional.of(remote)));
        }
    }

    private static void remember(Call call, Field<Endpoint> remote) {
        TrackedProcess process = call.process().tracked();
        if (process != null) {
            process.note(call.intArgument(0), new SocketNote(remote));
        }
    }

    private Protocol protocol(SocketInspector.Duplicate socket, Field<Endpoint> address) {
        if (address instanceof Field.Known<Endpoint>(Endpoint.Unix _)) {
            return Protocol.UNIX;
        }
        return sockets.protocol(socket);
    }

    private List<Activity> bind(Call call) {
        Field<Endpoint> local = address(call, call.argument(1), call.intArgument(2));
        try (SocketInspector.Duplicate socket = open(call)) {
            return List.of(activity(
                    call, NetworkOperation.BIND, protocol(socket, local), Optional.of(local), Optional.empty()));
        }
    }

    private List<Activity> listen(Call call) {
        return onOwnAddress(call, NetworkOperation.LISTEN, Optional.empty());
    }

    /** The peer is not known before the call returns, and this stop is before it runs. */
    private List<Activity> accept(Call call) {
        return onOwnAddress(call, NetworkOperation.ACCEPT, Optional.of(Field.unreadable("notYetAccepted")));
    }

    private List<Activity> onOwnAddress(Call call, NetworkOperation operation, Optional<Field<Endpoint>> remote) {
        try (SocketInspector.Duplicate socket = open(call)) {
            Field<Endpoint> local = sockets.local(socket);
            return List.of(activity(call, operation, protocol(socket, local), Optional.of(local), remote));
        }
    }

    private List<Activity> sendto(Call call) {
        List<Activity> activities = new ArrayList<>(2);
        Optional<Field<Endpoint>> to = call.argument(4) == 0
                ? Optional.empty()
                : Optional.of(address(call, call.argument(4), call.intArgument(5)));
        send(call, to, call.argument(1), call.argument(2), activities);
        return activities;
    }

    private List<Activity> messages(Call call) {
        List<Activity> activities = new ArrayList<>(2);
        int count = Math.min(Math.max(call.intArgument(2), 0), MAX_MESSAGES);
        int stride = MessageLayout.of(call.abi()).sizeOfMmsghdr();
        for (int i = 0; i < count; i++) {
            message(call, call.argument(1) + (long) i * stride, activities);
        }
        return activities;
    }

    private List<Activity> message(Call call, long header, List<Activity> into) {
        MessageLayout layout = MessageLayout.of(call.abi());
        if (call.bytes(header, layout.sizeOfMsghdr()) instanceof Field.Known<byte[]>(byte[] message)) {
            long name = layout.name(message);
            int nameLength = layout.nameLength(message);
            Optional<Field<Endpoint>> to =
                    name == 0 || nameLength == 0 ? Optional.empty() : Optional.of(address(call, name, nameLength));
            long vector = layout.vector(message);
            boolean any = layout.vectorLength(message) > 0;
            long base = any ? call.word(vector, 0).asOptional().orElse(0L) : 0;
            long length = any ? call.word(vector, 1).asOptional().orElse(0L) : 0;
            send(call, to, base, length, into);
        }
        return into;
    }

    /** One datagram: the address if it has one, and the DNS questions if it goes to port 53. */
    private void send(Call call, Optional<Field<Endpoint>> to, long data, long length, List<Activity> into) {
        Field<Endpoint> target = to.orElseGet(() -> connectedTo(call));
        boolean toDns = target instanceof Field.Known<Endpoint>(Endpoint.Inet(var _, int port)) && port == DNS_PORT;
        if (to.isEmpty() && !toDns) {
            return;
        }
        try (SocketInspector.Duplicate socket = open(call)) {
            Protocol protocol = protocol(socket, target);
            to.ifPresent(address ->
                    into.add(activity(call, NetworkOperation.SEND, protocol, Optional.empty(), Optional.of(address))));
            List<DnsQuestion> questions = toDns ? questions(call, protocol, data, length) : List.of();
            if (!questions.isEmpty()) {
                domains.asked(call.process().pid(), questions.getFirst().name());
                into.add(new DnsActivity(call.name(), protocol, target, questions));
            }
        }
    }

    private static Field<Endpoint> connectedTo(Call call) {
        TrackedProcess process = call.process().tracked();
        @Nullable SocketNote note = process == null ? null : process.noteOf(call.intArgument(0));
        return note == null ? Field.unreadable("ENOTCONN") : note.connected();
    }

    /** Over TCP a two-byte length stands before the message (RFC 1035, 4.2.2). */
    private static List<DnsQuestion> questions(Call call, Protocol protocol, long data, long length) {
        int wanted = (int) Math.min(Math.max(length, 0), MAX_PAYLOAD);
        if (call.bytes(data, wanted) instanceof Field.Known<byte[]>(byte[] message)) {
            return DnsMessage.questions(message, protocol == Protocol.TCP ? 2 : 0);
        }
        return List.of();
    }

    private SocketInspector.Duplicate open(Call call) {
        return sockets.open(call.process().pid(), call.intArgument(0));
    }

    private static Field<Endpoint> address(Call call, long pointer, int length) {
        if (length < 0 || length > SocketAddressDecoder.MAX_LENGTH) {
            return Field.unreadable("EINVAL");
        }
        return switch (call.bytes(pointer, length)) {
            case Field.Known<byte[]>(byte[] bytes) -> SocketAddressDecoder.decode(bytes);
            case Field.Unreadable<byte[]>(String reason) -> Field.unreadable(reason);
        };
    }

    private static Activity activity(
            Call call,
            NetworkOperation operation,
            Protocol protocol,
            Optional<Field<Endpoint>> local,
            Optional<Field<Endpoint>> remote) {
        return new NetworkActivity(call.name(), operation, protocol, local, remote, Optional.empty());
    }

    @Override
    public void close() {
        sockets.close();
    }
}
