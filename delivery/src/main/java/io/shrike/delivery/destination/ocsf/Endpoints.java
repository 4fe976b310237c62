package io.shrike.delivery.destination.ocsf;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The ends of a connection. The end that is this machine is the source of what goes out and the destination of what comes in. */
final class Endpoints {
    private Endpoints() {}

    /** {@code here} stands for an end that the event does not tell, as the class needs one. */
    static void addNetwork(Map<String, Object> event, Source network, Map<String, Object> here) {
        boolean inbound = network.peek("direction", String.class)
                .filter("inbound"::equals)
                .isPresent();
        Map<String, Object> local = end(network, "local");
        Map<String, Object> far = end(network, inbound ? "peer" : "dest");
        network.text("domain").ifPresent(domain -> far.put("hostname", domain));
        network.text("path").ifPresent(path -> (inbound ? local : far).put("name", path));
        put(event, inbound ? "dst_endpoint" : "src_endpoint", local);
        put(event, inbound ? "src_endpoint" : "dst_endpoint", far);
        if (local.isEmpty() && far.isEmpty()) {
            event.put(inbound ? "dst_endpoint" : "src_endpoint", here);
        }
        event.put("connection_info", connection(network, inbound));
    }

    static void addDns(Map<String, Object> event, Source dns, Map<String, Object> here) {
        dns.objects("questions").stream().findFirst().ifPresent(question -> {
            Map<String, Object> query = new LinkedHashMap<>();
            question.text("name").ifPresent(name -> query.put("hostname", name));
            question.text("type").ifPresent(type -> query.put("type", type));
            event.put("query", query);
        });
        if (dns.objects("questions").size() == 1) {
            dns.remove("questions");
        }
        Map<String, Object> server = new LinkedHashMap<>();
        dns.text("server").ifPresent(ip -> server.put("ip", ip));
        dns.number("serverPort").ifPresent(port -> server.put("port", port));
        put(event, "dst_endpoint", server);
        if (server.isEmpty()) {
            event.put("src_endpoint", here);
        }
        event.put("connection_info", connection(dns, false));
    }

    private static Map<String, Object> end(Source network, String side) {
        Map<String, Object> end = new LinkedHashMap<>();
        network.text(side + "Ip").ifPresent(ip -> end.put("ip", ip));
        network.number(side + "Port").ifPresent(port -> end.put("port", port));
        return end;
    }

    private static void put(Map<String, Object> event, String name, Map<String, Object> end) {
        if (!end.isEmpty()) {
            event.put(name, end);
        }
    }

    private static Map<String, Object> connection(Source network, boolean inbound) {
        Map<String, Object> connection = new LinkedHashMap<>();
        connection.put("direction", inbound ? "Inbound" : "Outbound");
        connection.put("direction_id", inbound ? 1 : 2);
        network.remove("direction");
        network.text("protocol").ifPresent(protocol -> connection.put("protocol_name", protocol));
        version(network).ifPresent(version -> {
            network.remove("family");
            connection.put("protocol_ver_id", version);
        });
        return connection;
    }

    private static Optional<Integer> version(Source network) {
        return switch (network.peek("family", String.class).orElse("")) {
            case "AF_INET" -> Optional.of(4);
            case "AF_INET6" -> Optional.of(6);
            default -> Optional.empty();
        };
    }
}
