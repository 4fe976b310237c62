package io.shrike.policy.yaml;

import io.shrike.model.Activity;
import io.shrike.model.ByteString;
import io.shrike.model.Endpoint;
import io.shrike.model.Field;
import io.shrike.model.IpAddress;
import io.shrike.model.NetworkOperation;
import io.shrike.model.Protocol;
import io.shrike.model.StandardSocket;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads the {@code network} and {@code dns} of a scenario. */
final class ScenarioSockets {
    private static final Choice<NetworkOperation> OPERATION =
            Choice.lowerCase("a socket operation", NetworkOperation.values());
    private static final Choice<Protocol> PROTOCOL = Choice.lowerCase("a protocol", Protocol.values());
    private static final int DNS_PORT = 53;

    private ScenarioSockets() {}

    static Optional<Activity> network(YamlNode node, String label, Problems problems) {
        List<String> keys = List.of(
                "operation", "protocol", "address", "port", "localAddress", "localPort", "path", "domain", "syscall");
        Fields fields = Fields.of(node, label, keys, problems);
        Optional<NetworkOperation> operation = fields.required("operation", OPERATION);
        Optional<Field<Endpoint>> named = endpoint(fields, "address", "port");
        Optional<Field<Endpoint>> local = endpoint(fields, "localAddress", "localPort");
        Optional<Field<Endpoint>> unix =
                fields.value("path", ScenarioValues.TEXT).map(ScenarioSockets::unix);
        Protocol protocol = fields.value("protocol", PROTOCOL, unix.isPresent() ? Protocol.UNIX : Protocol.TCP);
        Optional<String> domain = fields.value("domain", Scalars.TEXT);
        Optional<String> syscall = fields.value("syscall", ScenarioValues.SYSCALL);
        return operation.map(what -> {
            boolean ownAddress = what == NetworkOperation.BIND || what == NetworkOperation.LISTEN;
            Optional<Field<Endpoint>> subject = named.or(() -> unix);
            return new Activity.NetworkActivity(
                    syscall.orElse(usual(what)),
                    what,
                    protocol,
                    ownAddress ? subject : local,
                    ownAddress ? Optional.empty() : subject,
                    domain);
        });
    }

    /** A name behind an {@code @} is an abstract one. */
    private static Field<Endpoint> unix(ByteString path) {
        return Field.known(
                !path.isEmpty() && path.at(0) == '@'
                        ? new Endpoint.Unix(path.slice(1, path.length()), true)
                        : new Endpoint.Unix(path, false));
    }

    /** Standard descriptors, from 0 on, that are connected to these addresses. */
    static List<StandardSocket> standard(List<IpAddress> peers) {
        return IntStream.range(0, peers.size())
                .mapToObj(fd -> new StandardSocket(
                        fd,
                        Protocol.TCP,
                        Field.unreadable("notGiven"),
                        Field.known(new Endpoint.Inet(peers.get(fd), 0))))
                .toList();
    }

    private static Optional<Field<Endpoint>> endpoint(Fields fields, String addressKey, String portKey) {
        Optional<Field<IpAddress>> address = fields.value(addressKey, ScenarioValues.field(ScenarioValues.ADDRESS));
        int port = fields.value(portKey, ScenarioValues.PORT, 0);
        if (fields.has(portKey) && !fields.has(addressKey)) {
            fields.problems().error(fields.keyPosition(portKey), portKey + ": needs " + addressKey);
        }
        return address.map(known -> known.map(ip -> new Endpoint.Inet(ip, port)));
    }

    private static String usual(NetworkOperation operation) {
        return switch (operation) {
            case SEND -> "sendto";
            case ACCEPT -> "accept4";
            case SOCKET, CONNECT, BIND, LISTEN -> operation.name().toLowerCase(Locale.ROOT);
        };
    }

    static Optional<Activity> dns(YamlNode node, String label, Problems problems) {
        Fields fields = Fields.of(node, label, List.of("questions", "server", "port", "protocol", "syscall"), problems);
        fields.requirePresent("questions");
        List<Activity.DnsQuestion> questions = fields.oneOrMore("questions", ScenarioSockets::question);
        IpAddress server = fields.value("server", ScenarioValues.ADDRESS, IpAddress.v4(0x7f000035));
        int port = fields.value("port", ScenarioValues.PORT, DNS_PORT);
        return Optional.of(new Activity.DnsActivity(
                fields.value("syscall", ScenarioValues.SYSCALL, "sendto"),
                fields.value("protocol", PROTOCOL, Protocol.UDP),
                Field.known(new Endpoint.Inet(server, port)),
                questions));
    }

    /** A name, or a mapping with its type. */
    private static Optional<Activity.DnsQuestion> question(YamlNode node, String label, Problems problems) {
        if (node instanceof YamlNode.Scalar) {
            return Scalars.TEXT.read(node, label, problems).map(name -> new Activity.DnsQuestion(name, "A"));
        }
        Fields fields = Fields.of(node, label, List.of("name", "type"), problems);
        String type = fields.value("type", Scalars.TEXT, "A");
        return fields.required("name", Scalars.TEXT).map(name -> new Activity.DnsQuestion(name, type));
    }
}
