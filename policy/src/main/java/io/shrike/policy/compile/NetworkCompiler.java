package io.shrike.policy.compile;

import io.shrike.model.Interest;
import io.shrike.model.RuleMatch;
import io.shrike.policy.document.Cidr;
import io.shrike.policy.document.DomainPattern;
import io.shrike.policy.document.NetworkRules;
import io.shrike.policy.document.NetworkRules.InboundRules;
import io.shrike.policy.document.NetworkRules.OutboundRules;
import io.shrike.policy.document.NetworkRules.SocketRule;
import io.shrike.policy.document.PortRange;
import io.shrike.policy.document.RuleList;
import io.shrike.policy.document.RuleSource;
import io.shrike.policy.judge.NetworkEntry;
import io.shrike.policy.judge.NetworkEntry.Inbound;
import io.shrike.policy.judge.NetworkEntry.Listed;
import io.shrike.policy.judge.NetworkEntry.Outbound;
import io.shrike.policy.judge.NetworkEntry.RuntimeSockets;
import io.shrike.policy.match.CidrTable;
import io.shrike.policy.match.DomainTable;
import io.shrike.policy.match.PortTable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Compiles {@code networkMonitoring}. */
final class NetworkCompiler {
    private final NameTables names;
    private final List<NetworkEntry> entries = new ArrayList<>();

    NetworkCompiler(Spellings spellings) {
        this.names = new NameTables(spellings);
    }

    void add(NetworkRules rules, DocumentScope scope) {
        entries.add(new NetworkEntry(
                rules.outbound().map(outbound -> outbound(outbound, scope)),
                rules.inbound().map(inbound -> inbound(inbound, scope))));
    }

    private Outbound outbound(OutboundRules rules, DocumentScope scope) {
        Optional<RuleMatch> violation = scope.match(rules.source(), rules.severity(), rules.action());
        Optional<RuleMatch> allowed = rules.logAllowed() ? scope.logged(rules.source()) : Optional.empty();
        RuleMatch told = violation.orElseGet(() -> untold(rules.source(), rules, scope));
        Outbound compiled = new Outbound(
                allowed,
                violation.isPresent(),
                networks(rules.allowlist(), told),
                networks(rules.blocklist(), told),
                networks(rules.blockedIps(), told),
                ports(rules.blockedPorts(), told),
                domains(rules.cryptoMiningPools(), told),
                domains(rules.blockedDomains(), told),
                rules.guards().credentialEndpoint().map(rule -> names.guard(rule, rules.logAllowed(), scope)),
                rules.guards().runtimeSockets().map(rule -> runtimeSockets(rule, rules.logAllowed(), scope)),
                rules.guards().rawSockets().map(rule -> names.guard(rule, rules.logAllowed(), scope)));
        if (allowed.isPresent()
                || violation.isPresent()
                || !rules.guards().all().isEmpty()) {
            scope.need(rules.source(), blocks(rules, scope), interests(rules, allowed.isPresent()));
        }
        return compiled;
    }

    /** The match of a violation that is not told: only its place in the document matters. */
    private static RuleMatch untold(RuleSource source, OutboundRules rules, DocumentScope scope) {
        return new RuleMatch(
                scope.document().name(),
                source.rule(),
                rules.severity(),
                rules.action(),
                source.mitre(),
                source.tags());
    }

    private static Set<Interest> interests(OutboundRules rules, boolean logAllowed) {
        Set<Interest> interests = EnumSet.noneOf(Interest.class);
        boolean domains =
                !rules.cryptoMiningPools().isEmpty() || !rules.blockedDomains().isEmpty();
        boolean addresses = !rules.allowlist().isEmpty()
                || !rules.blocklist().isEmpty()
                || !rules.blockedIps().isEmpty()
                || !rules.blockedPorts().isEmpty()
                || rules.guards().credentialEndpoint().isPresent();
        if (logAllowed || domains || addresses) {
            interests.addAll(EnumSet.of(Interest.CONNECT, Interest.SEND));
        }
        if (domains) {
            interests.add(Interest.DNS);
        }
        if (rules.guards().runtimeSockets().isPresent()) {
            interests.add(Interest.CONNECT);
        }
        if (logAllowed
                || !rules.allowlist().isEmpty()
                || rules.guards().rawSockets().isPresent()) {
            interests.add(Interest.RAW_SOCKET);
        }
        return interests;
    }

    private static boolean blocks(OutboundRules rules, DocumentScope scope) {
        return scope.enforces(rules.action())
                || Stream.of(
                                rules.guards().credentialEndpoint(),
                                rules.guards().rawSockets(),
                                rules.guards().runtimeSockets().map(SocketRule::rule))
                        .flatMap(Optional::stream)
                        .anyMatch(rule -> scope.enforces(rule.action()));
    }

    private static RuleMatch at(RuleList<?> list, RuleMatch match) {
        return new RuleMatch(
                match.policy(), list.path(), match.severity(), match.action(), match.mitre(), match.tags());
    }

    private static Listed<CidrTable> networks(RuleList<Cidr> list, RuleMatch match) {
        CidrTable.Builder builder = new CidrTable.Builder();
        list.entries().forEach(cidr -> builder.add(cidr.address(), cidr.prefix()));
        return new Listed<>(builder.build(), list.entries().size(), at(list, match));
    }

    private static Listed<PortTable> ports(RuleList<PortRange> list, RuleMatch match) {
        return new Listed<>(table(list), list.entries().size(), at(list, match));
    }

    private static PortTable table(RuleList<PortRange> list) {
        PortTable.Builder builder = new PortTable.Builder();
        list.entries().forEach(range -> builder.add(range.first(), range.last()));
        return builder.build();
    }

    private static Listed<DomainTable> domains(RuleList<DomainPattern> list, RuleMatch match) {
        DomainTable.Builder builder = new DomainTable.Builder();
        list.entries().forEach(pattern -> builder.add(pattern.domain(), pattern.below()));
        return new Listed<>(builder.build(), list.entries().size(), at(list, match));
    }

    private RuntimeSockets runtimeSockets(SocketRule rule, boolean logAllowed, DocumentScope scope) {
        List<String> files =
                rule.sockets().stream().filter(name -> !name.startsWith("@")).toList();
        List<String> abstractNames = rule.sockets().stream()
                .filter(name -> name.startsWith("@"))
                .map(name -> name.substring(1))
                .toList();
        return new RuntimeSockets(
                names.orNothing(files), names.orNothing(abstractNames), names.guard(rule.rule(), logAllowed, scope));
    }

    private static Inbound inbound(InboundRules rules, DocumentScope scope) {
        Optional<RuleMatch> violation = rules.alertOnUnexpected()
                ? scope.match(rules.source(), rules.severity(), rules.action())
                : Optional.empty();
        Optional<RuleMatch> logged = scope.logged(rules.source());
        Set<Interest> interests = EnumSet.noneOf(Interest.class);
        if (violation.isPresent() || logged.isPresent()) {
            interests.addAll(EnumSet.of(Interest.BIND, Interest.LISTEN));
        }
        if (logged.isPresent()) {
            interests.add(Interest.ACCEPT);
        }
        scope.need(rules.source(), scope.enforces(rules.action()), interests);
        return new Inbound(table(rules.allowedPorts()), logged, violation);
    }

    List<NetworkEntry> entries() {
        return entries;
    }
}
