package io.shrike.trace.decode;

import io.shrike.linux.libc.Errno;
import io.shrike.model.Activity;
import io.shrike.model.Activity.DnsActivity;
import io.shrike.model.Activity.DnsQuestion;
import io.shrike.model.Activity.NetworkActivity;
import io.shrike.model.ByteString;
import io.shrike.model.Endpoint;
import io.shrike.model.Field;
import io.shrike.model.FileTarget;
import io.shrike.model.NetworkOperation;
import io.shrike.model.Protocol;
import io.shrike.trace.path.NameUse;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** socket, connect, bind, listen, accept and the datagram sends (socket(2), connect(2), sendmmsg(2), ...). */
final class SocketDecoder implements Decoder, AutoCloseable {
    private static final int DNS_PORT = 53;

    /** UIO_MAXIOV: the kernel sends no more messages in one call, whatever their count says. */
    private static final int MAX_MESSAGES = 1024;

    private static final int MAX_PAYLOAD = 2048;
    private static final int MAX_PIECES = 16;
    private static final String MISSING = Errno.name(Errno.ENOENT);

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
        Field<Endpoint> remote = withFile(call, address(call, call.argument(1), call.intArgument(2)));
        if (remote instanceof Field.Known<Endpoint>(Endpoint.Other(int family, String _)) && family == 0) {
            return List.of();
        }
        try (SocketInspector.Duplicate socket = open(call)) {
            return List.of(activity(
                    call, NetworkOperation.CONNECT, protocol(socket, remote), Optional.empty(), Optional.of(remote)));
        }
    }

    /** A connect to a Unix socket reaches the file behind the name: through links, and from the working directory. */
    private static Field<Endpoint> withFile(Call call, Field<Endpoint> remote) {
        if (remote instanceof Field.Known<Endpoint>(Endpoint.Unix(ByteString path, boolean abstractName, var _))
                && !abstractName
                && !path.isEmpty()) {
            Field<ByteString> file = call.target(Call.AT_FDCWD, Field.known(path), NameUse.FOLLOW)
                    .map(FileTarget::path)
                    .orElseGet(() -> Field.unreadable(MISSING));
            return Field.known(new Endpoint.Unix(path, false, Optional.of(file)));
        }
        return remote;
    }

    private Protocol protocol(SocketInspector.Duplicate socket, Field<Endpoint> address) {
        if (address instanceof Field.Known<Endpoint>(Endpoint.Unix _)) {
            return Protocol.UNIX;
        }
        return sockets.protocol(socket);
    }

    private List<Activity> bind(Call call) {
        Field<Endpoint> local = anyFamily(call, call.argument(1), call.intArgument(2));
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
                : Optional.of(anyFamily(call, call.argument(4), call.intArgument(5)));
        send(call, to, () -> piece(call, call.argument(1), call.argument(2), MAX_PAYLOAD), activities);
        return activities;
    }

    private List<Activity> messages(Call call) {
        List<Activity> activities = new ArrayList<>(2);
        long count = Math.min(Integer.toUnsignedLong(call.intArgument(2)), MAX_MESSAGES);
        int stride = MessageLayout.of(call.abi()).sizeOfMmsghdr();
        for (int i = 0; i < count; i++) {
            message(call, call.argument(1) + (long) i * stride, activities);
        }
        return activities;
    }

    /** The kernel cuts a length that is too great, and refuses a negative one. */
    private List<Activity> message(Call call, long header, List<Activity> into) {
        MessageLayout layout = MessageLayout.of(call.abi());
        switch (call.bytes(header, layout.sizeOfMsghdr())) {
            case Field.Known<byte[]>(byte[] message) -> message(call, layout, message, into);
            case Field.Unreadable<byte[]>(String reason) ->
                send(call, Optional.of(Field.unreadable(reason)), () -> new byte[0], into);
        }
        return into;
    }

    private void message(Call call, MessageLayout layout, byte[] message, List<Activity> into) {
        long name = layout.name(message);
        int nameLength = Math.min(layout.nameLength(message), SocketAddressDecoder.MAX_LENGTH);
        Optional<Field<Endpoint>> to =
                name == 0 || nameLength == 0 ? Optional.empty() : Optional.of(anyFamily(call, name, nameLength));
        send(call, to, () -> pieces(call, layout.vector(message), layout.vectorLength(message)), into);
    }

    /** What the struct iovecs at {@code vector} point to, from the first piece on up to one that cannot be read. */
    private static byte[] pieces(Call call, long vector, long count) {
        ByteArrayOutputStream data = new ByteArrayOutputStream(512);
        for (int i = 0; i < Math.min(count, MAX_PIECES) && data.size() < MAX_PAYLOAD; i++) {
            long base = call.word(vector, 2 * i).asOptional().orElse(0L);
            long length = call.word(vector, 2 * i + 1).asOptional().orElse(0L);
            data.writeBytes(piece(call, base, length, MAX_PAYLOAD - data.size()));
        }
        return data.toByteArray();
    }

    private static byte[] piece(Call call, long data, long length, int room) {
        int wanted = (int) Math.min(Math.max(length, 0), room);
        return call.bytes(data, wanted).asOptional().orElse(new byte[0]);
    }

    /** One message: the address if it has one, and the DNS questions if it goes to port 53. */
    private void send(Call call, Optional<Field<Endpoint>> to, Supplier<byte[]> data, List<Activity> into) {
        try (SocketInspector.Duplicate socket = open(call)) {
            Field<Endpoint> target = to.orElseGet(() -> sockets.peer(socket));
            boolean toDns = target instanceof Field.Known<Endpoint>(Endpoint.Inet(var _, int port)) && port == DNS_PORT;
            if (to.isEmpty() && !toDns) {
                return;
            }
            Protocol protocol = protocol(socket, target);
            to.ifPresent(address ->
                    into.add(activity(call, NetworkOperation.SEND, protocol, Optional.empty(), Optional.of(address))));
            List<DnsQuestion> questions = toDns ? questions(protocol, data.get()) : List.of();
            if (!questions.isEmpty()) {
                domains.asked(call.process().pid(), questions.getFirst().name());
                into.add(new DnsActivity(call.name(), protocol, target, questions));
            }
        }
    }

    /** Over TCP a two-byte length stands before the message (RFC 1035, 4.2.2), or was sent before it by a call of its own. */
    private static List<DnsQuestion> questions(Protocol protocol, byte[] message) {
        if (protocol != Protocol.TCP) {
            return DnsMessage.questions(message, 0);
        }
        List<DnsQuestion> questions = DnsMessage.questions(message, 2);
        return questions.isEmpty() ? DnsMessage.questions(message, 0) : questions;
    }

    private SocketInspector.Duplicate open(Call call) {
        return sockets.open(call.process().pid(), call.intArgument(0));
    }

    private static Field<Endpoint> address(Call call, long pointer, int length) {
        return switch (addressBytes(call, pointer, length)) {
            case Field.Known<byte[]>(byte[] bytes) -> SocketAddressDecoder.decode(bytes);
            case Field.Unreadable<byte[]>(String reason) -> Field.unreadable(reason);
        };
    }

    private static Field<Endpoint> anyFamily(Call call, long pointer, int length) {
        return switch (addressBytes(call, pointer, length)) {
            case Field.Known<byte[]>(byte[] bytes) -> SocketAddressDecoder.decodeUnspecifiedAsInet(bytes);
            case Field.Unreadable<byte[]>(String reason) -> Field.unreadable(reason);
        };
    }

    private static Field<byte[]> addressBytes(Call call, long pointer, int length) {
        return length < 0 || length > SocketAddressDecoder.MAX_LENGTH
                ? Field.unreadable("EINVAL")
                : call.bytes(pointer, length);
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
