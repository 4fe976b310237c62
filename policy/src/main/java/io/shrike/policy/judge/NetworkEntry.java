package io.shrike.policy.judge;

import io.shrike.model.RuleMatch;
import io.shrike.policy.match.CidrTable;
import io.shrike.policy.match.DomainTable;
import io.shrike.policy.match.NameTable;
import io.shrike.policy.match.PortTable;
import java.util.Optional;

/** The network rules of one document, compiled. */
public record NetworkEntry(Optional<Outbound> outbound, Optional<Inbound> inbound) {

    /** A list of rules and how a match of one entry is told: the list's place in the document, severity and action. */
    public record Listed<T>(T table, int size, RuleMatch list) {
        boolean isEmpty() {
            return size == 0;
        }

        /** The match of {@code entry}. */
        RuleMatch match(int entry) {
            String rule = list.rule() + "[" + entry + "]";
            return new RuleMatch(list.policy(), rule, list.severity(), list.action(), list.mitre(), list.tags());
        }
    }

    /**
     * {@code outboundConnections}.
     *
     * @param allowed how an allowed connection is told; empty where it is not
     * @param told whether a violation is told at all
     */
    public record Outbound(
            Optional<RuleMatch> allowed,
            boolean told,
            Listed<CidrTable> allowlist,
            Listed<CidrTable> blocklist,
            Listed<CidrTable> blockedIps,
            Listed<PortTable> blockedPorts,
            Listed<DomainTable> miningPools,
            Listed<DomainTable> blockedDomains,
            Optional<Guard> credentials,
            Optional<RuntimeSockets> runtimeSockets,
            Optional<Guard> rawSockets) {
        boolean watchesDomains() {
            return !miningPools.isEmpty() || !blockedDomains.isEmpty();
        }
    }

    /** {@code runtimeSockets}: the files, and the abstract names behind an {@code @}, all added for rule 0. */
    public record RuntimeSockets(NameTable files, NameTable abstractNames, Guard guard) {}

    /**
     * {@code inboundConnections}.
     *
     * @param allowed how what is expected, or not alerted on, is told; empty where it is not
     * @param violation how an unexpected port is told; empty where it is not alerted on
     */
    public record Inbound(PortTable allowedPorts, Optional<RuleMatch> allowed, Optional<RuleMatch> violation) {}
}
