package io.shrike.policy.importer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Selectors about connections into {@code networkMonitoring}. */
final class NetworkMapper {
    private static final String V4_LOOPBACK = "127.0.0.0/8";
    private static final String V6_LOOPBACK = "::1/128";

    private final Drafter drafter;
    private Optional<Ports> ports = Optional.empty();
    private Optional<Condition> portsFrom = Optional.empty();
    private final List<String> addresses = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private Optional<Condition> othersFrom = Optional.empty();
    private boolean v4 = true;
    private boolean v6 = true;

    private NetworkMapper(Drafter drafter) {
        this.drafter = drafter;
    }

    static void outbound(boolean sockaddr, Drafter drafter) {
        NetworkMapper mapper = new NetworkMapper(drafter);
        drafter.programsAreLost("rules about the network");
        drafter.parentsAreLost();
        for (Condition condition : drafter.selector().conditions()) {
            boolean socket = condition.argument().type().startsWith("sock")
                    && !condition.argument().type().startsWith("sockaddr");
            mapper.peer(condition, sockaddr && !socket ? condition.operator().asPeer() : condition.operator());
        }
        mapper.outbound();
    }

    private void peer(Condition condition, Operator operator) {
        switch (operator) {
            case PORT -> ports(condition, Ports.of(condition.values()));
            case NOT_PORT -> ports(condition, Ports.of(condition.values()).map(Ports::others));
            case PORT_PRIVILEGED -> ports(condition, Optional.of(Ports.privileged()));
            case NOT_PORT_PRIVILEGED ->
                ports(condition, Optional.of(Ports.privileged().others()));
            case ADDRESS -> {
                if (addresses.isEmpty()) {
                    addresses.addAll(condition.values());
                } else {
                    drafter.lost(condition, "a rule has one list of addresses");
                }
            }
            case NOT_ADDRESS -> {
                others.addAll(condition.values());
                othersFrom = Optional.of(condition);
            }
            case FAMILY -> family(condition);
            case PROTOCOL -> protocol(condition);
            default -> drafter.lost(condition, "rules about connections compare the peer's address and port");
        }
    }

    private void ports(Condition condition, Optional<Ports> read) {
        if (read.isEmpty()) {
            drafter.lost(condition, "there is a value that is neither a port nor a range");
            return;
        }
        ports = Optional.of(ports.map(before -> before.and(read.get())).orElse(read.get()));
        portsFrom = Optional.of(condition);
    }

    private void family(Condition condition) {
        boolean has4 = condition.values().stream().anyMatch(value -> value.matches("(?i)(AF_)?INET|2"));
        boolean has6 = condition.values().stream().anyMatch(value -> value.matches("(?i)(AF_)?INET6|10"));
        if (!has4 && !has6) {
            drafter.lost(condition, "rules about connections are about IPv4 and IPv6");
            return;
        }
        v4 &= has4;
        v6 &= has6;
    }

    private void protocol(Condition condition) {
        boolean tcp = condition.values().stream().anyMatch(value -> value.matches("(?i)(IPPROTO_)?TCP|6"));
        if (!tcp || !drafter.hook().name().startsWith("tcp_")) {
            drafter.lost(condition, "the rule is about connections and datagrams of every protocol");
        }
    }

    private void outbound() {
        SequencedMap<String, Out> keys = Drafter.keys();
        if (!addresses.isEmpty()) {
            dropPorts();
            othersFrom.ifPresent(condition -> drafter.lost(condition, "a rule cannot take addresses out of its list"));
            List<String> kept = addresses.stream().filter(this::ofFamily).toList();
            if (kept.isEmpty()) {
                drafter.fit().note(drafter.selector().position(), "left out: no address is of the families asked for");
                return;
            }
            keys.put("blockedIPs", Out.texts(kept));
        } else if (!others.isEmpty()) {
            dropPorts();
            allBut(keys);
        } else if (ports.isPresent()) {
            if (ports.get().isEmpty()) {
                drafter.fit().note(drafter.selector().position(), "left out: the conditions leave no port over");
                return;
            }
            dropFamily();
            String loopback = "a connection to loopback is not told by its port: rules must name its address";
            drafter.fit().note(drafter.selector().position(), loopback);
            keys.put("blockedPorts", ports.get().written());
        } else if (drafter.selector().response().blocks() || !v4 || !v6) {
            everything(keys);
        } else {
            keys.put("logAllowed", new Out.Plain("true"));
            drafter.draft(Section.OUTBOUND, keys);
            return;
        }
        keys.put("logAllowed", new Out.Plain("false"));
        drafter.draft(Section.OUTBOUND, keys);
    }

    private void dropPorts() {
        portsFrom.ifPresent(condition -> drafter.lost(
                condition, "addresses and ports of a rule are alternatives, they cannot both be asked for"));
    }

    private void dropFamily() {
        if (!v4 || !v6) {
            drafter.fit().lost(drafter.selector().position(), "Family: left out: ports are of both families");
        }
    }

    private boolean ofFamily(String address) {
        return address.contains(":") ? v6 : v4;
    }

    /** With an allowlist loopback is allowed unless it is named. */
    private void allBut(SequencedMap<String, Out> keys) {
        List<String> allowed = new ArrayList<>(others);
        List<String> named = new ArrayList<>();
        if (!v4) {
            allowed.add("0.0.0.0/0");
        } else if (others.stream().noneMatch(address -> address.startsWith("127."))) {
            named.add(V4_LOOPBACK);
        }
        if (!v6) {
            allowed.add("::/0");
        } else if (others.stream().noneMatch(address -> address.startsWith("::1"))) {
            named.add(V6_LOOPBACK);
        }
        keys.put("allowlist", Out.texts(allowed));
        if (!named.isEmpty()) {
            keys.put("blockedIPs", Out.texts(named));
        }
    }

    /** A network as wide as all addresses does not name loopback. */
    private void everything(SequencedMap<String, Out> keys) {
        keys.put("blocklist", Out.texts(ofFamilies("0.0.0.0/0", "::/0")));
        keys.put("blockedIPs", Out.texts(ofFamilies(V4_LOOPBACK, V6_LOOPBACK)));
    }

    private List<String> ofFamilies(String ofV4, String ofV6) {
        List<String> both = new ArrayList<>();
        if (v4) {
            both.add(ofV4);
        }
        if (v6) {
            both.add(ofV6);
        }
        return both;
    }

    static void inbound(boolean accepts, Drafter drafter) {
        NetworkMapper mapper = new NetworkMapper(drafter);
        drafter.programsAreLost("rules about the network");
        drafter.parentsAreLost();
        for (Condition condition : drafter.selector().conditions()) {
            mapper.own(condition, accepts);
        }
        SequencedMap<String, Out> keys = Drafter.keys();
        if (accepts) {
            drafter.fit().note(drafter.selector().position(), "accepted connections are logged, not alerted to");
        } else {
            mapper.ports
                    .map(Ports::others)
                    .filter(allowed -> !allowed.isEmpty())
                    .ifPresent(allowed -> keys.put("allowedPorts", allowed.written()));
        }
        keys.put("alertOnUnexpected", new Out.Plain(Boolean.toString(!accepts)));
        drafter.draft(Section.INBOUND, keys);
    }

    private void own(Condition condition, boolean accepts) {
        Operator operator = condition.operator().asOwn();
        if (accepts) {
            drafter.lost(condition, "accepted connections are all logged");
            return;
        }
        switch (operator) {
            case SOURCE_PORT -> ports(condition, Ports.of(condition.values()));
            case NOT_SOURCE_PORT ->
                ports(condition, Ports.of(condition.values()).map(Ports::others));
            case SOURCE_PORT_PRIVILEGED -> ports(condition, Optional.of(Ports.privileged()));
            case NOT_SOURCE_PORT_PRIVILEGED ->
                ports(condition, Optional.of(Ports.privileged().others()));
            default -> drafter.lost(condition, "rules about listening compare the port");
        }
    }
}
