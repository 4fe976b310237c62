package io.shrike.policy.document;

import io.shrike.model.Action;
import io.shrike.model.Severity;
import java.util.List;
import java.util.Optional;

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
            Optional<CredentialEndpointRule> credentialEndpoint) {}

    /**
     * {@code credentialEndpoint}: who may talk to the task credential endpoint and to IMDS. Anybody else's connection is a
     * violation of this rule. {@code allowedExecutables} are names as in {@link ExecRules.ExecRule#name}; empty: nobody.
     */
    public record CredentialEndpointRule(
            RuleSource source, List<String> allowedExecutables, Severity severity, Action action) {
        public CredentialEndpointRule {
            allowedExecutables = List.copyOf(allowedExecutables);
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
