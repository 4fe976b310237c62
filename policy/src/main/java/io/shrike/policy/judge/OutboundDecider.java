package io.shrike.policy.judge;

import io.shrike.model.Activity.NetworkActivity;
import io.shrike.model.Endpoint;
import io.shrike.model.Field;
import io.shrike.model.IpAddress;
import io.shrike.model.ProcessView;
import io.shrike.model.Protocol;
import io.shrike.model.RuleMatch;
import io.shrike.policy.judge.NetworkEntry.Listed;
import io.shrike.policy.judge.NetworkEntry.Outbound;
import io.shrike.policy.match.CidrTable;
import io.shrike.policy.match.DomainTable;
import io.shrike.policy.match.NameTable;
import io.shrike.policy.match.PortTable;
import java.util.Optional;

/**
 * The outbound rules of one document, in their order: blocked addresses, blocked ports, blocked domains, the credential
 * endpoint, allowlist, blocklist; what is left is allowed. Loopback is allowed unless an entry lies inside it, Unix sockets
 * unless they are a container runtime's.
 */
final class OutboundDecider {
    /** What a document says: whether the activity is allowed, and the match to tell of it. */
    record Outcome(boolean allowed, Optional<RuleMatch> match) {}

    private static final Outcome SILENT = new Outcome(true, Optional.empty());
    private static final int V4_LOOPBACK_PREFIX = 8;
    private static final int V6_LOOPBACK_PREFIX = 128;

    private final Outbound rules;
    private final Outcome permitted;

    OutboundDecider(Outbound rules) {
        this.rules = rules;
        this.permitted = new Outcome(true, rules.allowed());
    }

    /** What the document says of a connection or datagram to {@code remote}. */
    Outcome decide(NetworkActivity activity, Field<Endpoint> remote, ProcessView process) {
        return switch (remote) {
            case Field.Known<Endpoint>(Endpoint.Inet inet) -> inet(activity, inet, process);
            case Field.Known<Endpoint>(Endpoint.Unix unix) -> unix(unix, process);
            case Field.Known<Endpoint>(Endpoint.Other _) -> other(activity.protocol());
            case Field.Unreadable<Endpoint> _ -> notOnAllowlist();
        };
    }

    /** A virtual machine socket leads out as an address does; netlink and the like do not. */
    private Outcome other(Protocol protocol) {
        return protocol == Protocol.VSOCK ? notOnAllowlist() : SILENT;
    }

    private Outcome notOnAllowlist() {
        return rules.allowlist().isEmpty()
                ? permitted
                : violation(rules.allowlist().list());
    }

    /** A socket on which the network layer's rules cannot be told. */
    Outcome rawSocket(Protocol protocol, ProcessView process) {
        if (rules.rawSockets().isPresent()) {
            Outcome guarded = guarded(rules.rawSockets().get(), process);
            if (!guarded.allowed()) {
                return guarded;
            }
        }
        return protocol == Protocol.PACKET ? notOnAllowlist() : permitted;
    }

    private Outcome violation(RuleMatch match) {
        return new Outcome(false, rules.told() ? Optional.of(match) : Optional.empty());
    }

    private Outcome inet(NetworkActivity activity, Endpoint.Inet remote, ProcessView process) {
        IpAddress address = remote.address();
        if (address.isLoopback() || address.isUnspecified()) {
            return loopback(address);
        }
        int entry = rules.blockedIps().table().find(address);
        if (entry != CidrTable.NONE) {
            return violation(rules.blockedIps().match(entry));
        }
        if (hasPorts(activity.protocol())) {
            int port = rules.blockedPorts().table().find(remote.port());
            if (port != PortTable.NONE) {
                return violation(rules.blockedPorts().match(port));
            }
        }
        if (activity.domain().isPresent()) {
            Optional<RuleMatch> blocked = blockedDomain(activity.domain().get());
            if (blocked.isPresent()) {
                return violation(blocked.get());
            }
        }
        if (rules.credentials().isPresent() && CredentialEndpoints.contains(address)) {
            return guarded(rules.credentials().get(), process);
        }
        return listed(address);
    }

    private static boolean hasPorts(Protocol protocol) {
        return switch (protocol) {
            case ICMP, RAW, PACKET, UNIX, NETLINK, VSOCK -> false;
            case TCP, UDP, OTHER -> true;
        };
    }

    private Outcome listed(IpAddress address) {
        if (!rules.allowlist().isEmpty()) {
            int entry = rules.allowlist().table().find(address);
            return entry == CidrTable.NONE ? violation(rules.allowlist().list()) : permitted;
        }
        int entry = rules.blocklist().table().find(address);
        return entry == CidrTable.NONE ? permitted : violation(rules.blocklist().match(entry));
    }

    private Outcome loopback(IpAddress address) {
        Optional<RuleMatch> named = named(rules.blockedIps(), address);
        if (named.isEmpty() && rules.allowlist().isEmpty()) {
            named = named(rules.blocklist(), address);
        }
        return named.map(this::violation).orElse(permitted);
    }

    /** An entry that lies inside loopback; a wide one such as 0.0.0.0/0 does not name it. */
    private static Optional<RuleMatch> named(Listed<CidrTable> list, IpAddress address) {
        int entry = list.table().find(address);
        int enough = address.v4() ? V4_LOOPBACK_PREFIX : V6_LOOPBACK_PREFIX;
        return entry != CidrTable.NONE && list.table().prefix(entry) >= enough
                ? Optional.of(list.match(entry))
                : Optional.empty();
    }

    private static Outcome guarded(Guard guard, ProcessView process) {
        return guard.trusts(process) ? new Outcome(true, guard.allowed()) : new Outcome(false, guard.violation());
    }

    /** A name that leads nowhere is no runtime's; else both the name and the file it leads to count. */
    private Outcome unix(Endpoint.Unix socket, ProcessView process) {
        if (rules.runtimeSockets().isEmpty()
                || socket.file().filter(Field.Unreadable.class::isInstance).isPresent()) {
            return SILENT;
        }
        NetworkEntry.RuntimeSockets named = rules.runtimeSockets().get();
        NameTable names = socket.abstractName() ? named.abstractNames() : named.files();
        boolean met = Names.match(names, socket.path())
                || socket.file()
                        .flatMap(Field::asOptional)
                        .filter(file -> Names.match(names, file))
                        .isPresent();
        return met ? guarded(named.guard(), process) : SILENT;
    }

    private Optional<RuleMatch> blockedDomain(String name) {
        return in(rules.miningPools(), name).or(() -> in(rules.blockedDomains(), name));
    }

    private static Optional<RuleMatch> in(Listed<DomainTable> list, String name) {
        int entry = list.table().find(name);
        return entry == DomainTable.NONE ? Optional.empty() : Optional.of(list.match(entry));
    }

    /** What the document says of a DNS question, where it has domains to watch for. */
    Optional<Outcome> asked(String name) {
        if (!rules.watchesDomains()) {
            return Optional.empty();
        }
        return Optional.of(blockedDomain(name).map(this::violation).orElse(permitted));
    }
}
