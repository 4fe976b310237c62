package io.shrike.app.replay;

import io.shrike.model.Activity;
import io.shrike.model.ByteString;
import io.shrike.model.Endpoint;
import io.shrike.model.Field;
import io.shrike.model.IpAddress;
import io.shrike.model.NetworkOperation;
import io.shrike.model.Protocol;
import io.shrike.model.StandardSocket;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes the activities of {@code network} and {@code dns} again. */
final class NetworkReader {
    private static final Field<Endpoint> NOT_RECORDED = Field.unreadable(JsonObject.NOT_RECORDED);

    private NetworkReader() {}

    static Optional<Activity> network(JsonObject network) {
        Optional<NetworkOperation> operation = constant(network.text("operation"), NetworkOperation.values());
        Optional<Protocol> protocol = constant(network.text("protocol"), Protocol.values());
        boolean inbound = network.text("direction").filter("inbound"::equals).isPresent();
        Optional<Field<Endpoint>> local = endpoint(network, "local", inbound);
        Optional<Field<Endpoint>> remote = endpoint(network, inbound ? "peer" : "dest", !inbound);
        return operation.flatMap(what -> protocol.map(transport -> new Activity.NetworkActivity(
                network.text("syscall").orElse(what.name().toLowerCase(Locale.ROOT)),
                what,
                transport,
                local,
                remote,
                network.text("domain"))));
    }

    private static <E extends Enum<E>> Optional<E> constant(Optional<String> word, E[] values) {
        for (E value : values) {
            if (word.isPresent() && value.name().toLowerCase(Locale.ROOT).equals(word.get())) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    /** The address of a side; {@code subject}: the one that the call is about, which may be of another family. */
    private static Optional<Field<Endpoint>> endpoint(JsonObject network, String side, boolean subject) {
        String ip = side + "Ip";
        if (network.object(ip).isPresent()) {
            return Optional.of(network.bytes(ip).map(_ -> new Endpoint.Other(0, "")));
        }
        Optional<Field<Endpoint>> inet = network.text(ip)
                .flatMap(NetworkReader::address)
                .map(address -> Field.known(new Endpoint.Inet(address, network.integer(side + "Port"))));
        if (inet.isPresent()) {
            return inet;
        }
        String path = subject ? "path" : side + "Path";
        if (network.text(path).isPresent()) {
            boolean abstractName = network.flag(subject ? "abstract" : side + "Abstract");
            return Optional.of(network.bytes(path).map(name -> new Endpoint.Unix(name, abstractName, file(network))));
        }
        return subject ? network.text("family").flatMap(NetworkReader::ofFamily) : Optional.empty();
    }

    private static Optional<Field<ByteString>> file(JsonObject network) {
        boolean recorded = network.text("resolvedPath").isPresent()
                || network.object("resolvedPath").isPresent();
        return recorded ? Optional.of(network.bytes("resolvedPath")) : Optional.empty();
    }

    /** The standard descriptors of an exec that were sockets. */
    static List<StandardSocket> standardSockets(JsonObject execution) {
        return execution.objects("standardSockets").stream()
                .map(socket -> new StandardSocket(
                        socket.integer("descriptor"),
                        constant(socket.text("protocol"), Protocol.values()).orElse(Protocol.OTHER),
                        endpoint(socket, "local", false).orElse(NOT_RECORDED),
                        endpoint(socket, "peer", false).orElse(NOT_RECORDED)))
                .toList();
    }

    private static Optional<Field<Endpoint>> ofFamily(String family) {
        return switch (family) {
            case "AF_INET", "AF_INET6" -> Optional.empty();
            case "AF_UNIX" -> Optional.of(Field.known(new Endpoint.Unix(ByteString.EMPTY, false)));
            default -> Optional.of(Field.known(new Endpoint.Other(0, family)));
        };
    }

    private static Optional<IpAddress> address(String text) {
        try {
            return Optional.of(IpAddress.of(InetAddress.ofLiteral(text).getAddress()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    static Optional<Activity> dns(JsonObject dns) {
        List<Activity.DnsQuestion> questions = dns.objects("questions").stream()
                .map(question -> new Activity.DnsQuestion(
                        question.text("name").orElse(""), question.text("type").orElse("")))
                .toList();
        Field<Endpoint> server = dns.bytes("server")
                .map(text -> address(text.escaped())
                        .<Endpoint>map(address -> new Endpoint.Inet(address, dns.integer("serverPort")))
                        .orElseGet(() -> new Endpoint.Other(0, text.escaped())));
        return constant(dns.text("protocol"), Protocol.values())
                .map(protocol ->
                        new Activity.DnsActivity(dns.text("syscall").orElse("sendto"), protocol, server, questions));
    }
}
