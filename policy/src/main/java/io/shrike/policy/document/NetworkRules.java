package io.shrike.policy.document;

import io.shrike.model.Action;
import io.shrike.model.Severity;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The section {@code networkMonitoring}. */
public record NetworkRules(Optional<OutboundRules> outbound, Optional<InboundRules> inbound) {

    /**
     * {@code outboundConnections}. {@code severity} and {@code action} are those of a violation; what is allowed is low and
     * logged, where {@code logAllowed}. An empty {@code allowlist} means that there is none.
     */
    public record OutboundRules(
            RuleSource source,
            RuleList<Cidr> allowlist,
            RuleList<Cidr> blocklist,
            RuleList<Cidr> blockedIps,
            RuleList<PortRange> blockedPorts,
            RuleList<DomainPattern> cryptoMiningPools,
            RuleList<DomainPattern> blockedDomains,
            Severity severity,
            Action action,
            boolean logAllowed,
            Guards guards) {}

    /**
     * What only some programs may do, whatever address rules say.
     *
     * @param credentialEndpoint talk to the task credential endpoint and to IMDS
     * @param runtimeSockets connect to the control sockets of a container runtime
     * @param rawSockets make raw and packet sockets
     */
    public record Guards(
            Optional<ProgramRule> credentialEndpoint,
            Optional<SocketRule> runtimeSockets,
            Optional<ProgramRule> rawSockets) {
        public static final Guards NONE = new Guards(Optional.empty(), Optional.empty(), Optional.empty());

        /** All that are given. */
        public List<ProgramRule> all() {
            return Stream.of(credentialEndpoint, runtimeSockets.map(SocketRule::rule), rawSockets)
                    .flatMap(Optional::stream)
                    .toList();
        }
    }

    /**
     * A rule about Unix sockets: names as in {@link ExecRules.ExecRule#name}, or, behind an {@code @}, of abstract sockets.
     */
    public record SocketRule(ProgramRule rule, List<String> sockets) {
        public SocketRule {
            sockets = List.copyOf(sockets);
        }
    }

    /**
     * {@code inboundConnections}. Listening on a port outside {@code allowedPorts} (empty: on any port) is a violation of
     * {@code severity} and {@code action} where {@code alertOnUnexpected}; otherwise it is low and logged.
     */
    public record InboundRules(
            RuleSource source,
            RuleList<PortRange> allowedPorts,
            boolean alertOnUnexpected,
            Severity severity,
            Action action) {}
}
