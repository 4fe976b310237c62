package io.shrike.policy.yaml;

import io.shrike.model.Action;
import io.shrike.model.Severity;
import io.shrike.policy.document.NetworkRules;
import io.shrike.policy.document.NetworkRules.Guards;
import io.shrike.policy.document.NetworkRules.InboundRules;
import io.shrike.policy.document.NetworkRules.OutboundRules;
import io.shrike.policy.document.NetworkRules.SocketRule;
import io.shrike.policy.document.ProgramRule;
import io.shrike.policy.document.RuleList;
import java.util.List;
import java.util.Optional;

/** Reads {@code networkMonitoring}. */
final class NetworkSection {
    static final String NAME = "networkMonitoring";
    private static final String OUTBOUND = "outboundConnections";
    private static final String INBOUND = "inboundConnections";
    private static final String CREDENTIALS = "credentialEndpoint";
    private static final String RUNTIME = "runtimeSockets";
    private static final String RAW = "rawSockets";

    /** Where container runtimes listen; by base name, because containers get them mounted anywhere. */
    static final List<String> RUNTIME_SOCKETS = List.of(
            "docker.sock",
            "containerd.sock*",
            "/run/containerd/s/*",
            "@/containerd-shim/**",
            "crio.sock",
            "cri-dockerd.sock",
            "dockershim.sock",
            "podman.sock",
            "buildkitd.sock");

    private static final List<String> OUTBOUND_KEYS = List.of(
            "allowlist",
            "blocklist",
            "blockedIPs",
            "blockedPorts",
            "cryptoMiningPools",
            "blockedDomains",
            "logAllowed",
            CREDENTIALS,
            RUNTIME,
            RAW);

    private final Common common;

    NetworkSection(Common common) {
        this.common = common;
    }

    Optional<NetworkRules> read(YamlNode node) {
        Fields fields = Fields.of(node, NAME, List.of(Common.ENABLED, OUTBOUND, INBOUND), common.problems());
        boolean enabled = Common.enabled(fields);
        if (enabled && fields.usable() && !fields.has(OUTBOUND) && !fields.has(INBOUND)) {
            fields.problems().error(fields.position(), NAME + ": needs " + OUTBOUND + " or " + INBOUND);
        }
        Optional<OutboundRules> outbound = fields.value(OUTBOUND, this::outbound);
        Optional<InboundRules> inbound = fields.value(INBOUND, this::inbound);
        return Common.where(enabled, new NetworkRules(outbound, inbound));
    }

    private Optional<OutboundRules> outbound(YamlNode node, String label, Problems problems) {
        String path = NAME + "." + label;
        Fields fields = common.ruleFields(node, label, OUTBOUND_KEYS);
        OutboundRules rules = new OutboundRules(
                common.source(fields, path),
                new RuleList<>(path + ".allowlist", fields.list("allowlist", NetworkValues.NETWORK)),
                blocked(fields, path, "blocklist", NetworkValues.NETWORK),
                blocked(fields, path, "blockedIPs", NetworkValues.NETWORK),
                blocked(fields, path, "blockedPorts", NetworkValues.PORT),
                blocked(fields, path, "cryptoMiningPools", NetworkValues.NAME),
                blocked(fields, path, "blockedDomains", NetworkValues.NAME),
                Common.severity(fields, Severity.HIGH),
                Common.action(fields, Action.ALERT),
                fields.value("logAllowed", Scalars.BOOLEAN, true),
                new Guards(
                        fields.value(CREDENTIALS, this::guard),
                        fields.value(RUNTIME, this::runtimeSockets),
                        fields.value(RAW, this::guard)));
        NetworkLint.check(rules, fields);
        return Optional.of(rules);
    }

    /** A list of what is blocked may be empty: nothing is blocked yet. */
    private static <T> RuleList<T> blocked(Fields fields, String path, String key, Reader<T> reader) {
        return new RuleList<>(path + "." + key, fields.listOrNothing(key, reader));
    }

    private Optional<ProgramRule> guard(YamlNode node, String label, Problems problems) {
        Fields fields = common.ruleFields(node, label, List.of(Common.ALLOWED));
        return Optional.of(common.programRule(fields, NAME + "." + OUTBOUND + "." + label, Severity.HIGH));
    }

    private Optional<SocketRule> runtimeSockets(YamlNode node, String label, Problems problems) {
        Fields fields = common.ruleFields(node, label, List.of(Common.ALLOWED, "sockets"));
        List<String> named = fields.list("sockets", Globs.SOCKET);
        return Optional.of(new SocketRule(
                common.programRule(fields, NAME + "." + OUTBOUND + "." + label, Severity.CRITICAL),
                fields.has("sockets") ? named : RUNTIME_SOCKETS));
    }

    private Optional<InboundRules> inbound(YamlNode node, String label, Problems problems) {
        String path = NAME + "." + label;
        Fields fields = common.ruleFields(node, label, List.of("allowedPorts", "alertOnUnexpected"));
        return Optional.of(new InboundRules(
                common.source(fields, path),
                new RuleList<>(path + ".allowedPorts", fields.listOrNothing("allowedPorts", NetworkValues.PORT)),
                fields.value("alertOnUnexpected", Scalars.BOOLEAN, true),
                Common.severity(fields, Severity.HIGH),
                Common.action(fields, Action.ALERT)));
    }
}
