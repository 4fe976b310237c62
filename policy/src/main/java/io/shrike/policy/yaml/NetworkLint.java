package io.shrike.policy.yaml;

import io.shrike.model.IpAddress;
import io.shrike.policy.document.Cidr;
import io.shrike.policy.document.DomainPattern;
import io.shrike.policy.document.NetworkRules.OutboundRules;
import io.shrike.policy.document.PortRange;
import io.shrike.policy.document.Position;
import io.shrike.policy.document.RuleList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Warns of entries of {@code outboundConnections} that change nothing, and of lists that leave IPv6 out. */
final class NetworkLint {
    private static final Cidr EVERY_V4 = new Cidr(IpAddress.v4(0), 0);
    private static final Cidr EVERY_V6 = new Cidr(IpAddress.v6(0, 0), 0);

    private final Fields fields;

    private NetworkLint(Fields fields) {
        this.fields = fields;
    }

    static void check(OutboundRules rules, Fields fields) {
        NetworkLint lint = new NetworkLint(fields);
        lint.networks("allowlist", rules.allowlist());
        lint.networks("blocklist", rules.blocklist());
        lint.networks("blockedIPs", rules.blockedIps());
        lint.ports(rules.blockedPorts());
        lint.domains("cryptoMiningPools", rules.cryptoMiningPools());
        lint.domains("blockedDomains", rules.blockedDomains());
        List<Cidr> blocked = rules.blocklist().entries();
        if (rules.allowlist().isEmpty() && blocked.contains(EVERY_V4) && !blocked.contains(EVERY_V6)) {
            String text = "blocklist: blocks every IPv4 address and leaves IPv6 open: add ::/0";
            fields.problems().warning(fields.keyPosition("blocklist"), text);
        }
    }

    private void networks(String key, RuleList<Cidr> list) {
        Map<Cidr, Integer> before = new HashMap<>();
        Set<Integer> prefixes = new TreeSet<>();
        Warner warner = new Warner(key);
        for (int i = 0; i < list.entries().size(); i++) {
            Cidr cidr = list.entries().get(i);
            for (int prefix : prefixes) {
                Optional<Integer> covering = prefix > cidr.prefix()
                        ? Optional.empty()
                        : Optional.ofNullable(before.get(NetworkValues.masked(cidr.address(), prefix)));
                if (covering.isPresent()) {
                    warner.covered(i, covering.get());
                    break;
                }
            }
            before.putIfAbsent(cidr, i);
            prefixes.add(cidr.prefix());
        }
    }

    private void ports(RuleList<PortRange> list) {
        int[] firstAt = new int[65_536];
        Warner warner = new Warner("blockedPorts");
        for (int i = 0; i < list.entries().size(); i++) {
            PortRange range = list.entries().get(i);
            boolean covered = true;
            for (int port = range.first(); port <= range.last(); port++) {
                covered &= firstAt[port] != 0;
            }
            if (covered) {
                warner.covered(i, firstAt[range.first()] - 1);
                continue;
            }
            for (int port = range.first(); port <= range.last(); port++) {
                firstAt[port] = firstAt[port] == 0 ? i + 1 : firstAt[port];
            }
        }
    }

    private void domains(String key, RuleList<DomainPattern> list) {
        Map<DomainPattern, Integer> before = new HashMap<>();
        Warner warner = new Warner(key);
        for (int i = 0; i < list.entries().size(); i++) {
            Integer first = before.putIfAbsent(list.entries().get(i), i);
            if (first != null) {
                warner.covered(i, first);
            }
        }
    }

    /** Words the warnings of one list; looks up positions only when there is one. */
    private final class Warner {
        private final String key;
        private final Set<Integer> reported = new HashSet<>();

        Warner(String key) {
            this.key = key;
        }

        void covered(int index, int by) {
            List<Position> positions = reported.size() < Problems.MOST ? fields.positions(key) : List.of();
            if (index < positions.size() && reported.add(index)) {
                String text = key + "[" + index + "]: adds nothing, " + key + "[" + by + "] covers it";
                fields.problems().warning(positions.get(index), text);
            }
        }
    }
}
