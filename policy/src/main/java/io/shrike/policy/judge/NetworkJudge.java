package io.shrike.policy.judge;

import static io.shrike.model.EventType.NETWORK_CONNECTION;
import static io.shrike.model.EventType.NETWORK_LISTEN;

import io.shrike.model.Activity.DnsActivity;
import io.shrike.model.Activity.DnsQuestion;
import io.shrike.model.Activity.NetworkActivity;
import io.shrike.model.Endpoint;
import io.shrike.model.EventType;
import io.shrike.model.Field;
import io.shrike.model.Finding;
import io.shrike.model.ProcessView;
import io.shrike.model.Protocol;
import io.shrike.model.RuleMatch;
import io.shrike.policy.match.PortTable;
import java.util.List;
import java.util.Optional;

/** Decides socket calls and DNS questions: each document by itself, in the order of {@link OutboundDecider}. */
final class NetworkJudge {
    private final List<OutboundDecider> outbound;
    private final List<NetworkEntry.Inbound> inbound;
    private boolean allowed;
    private boolean met;

    NetworkJudge(List<NetworkEntry> documents) {
        outbound = documents.stream()
                .flatMap(entry -> entry.outbound().stream())
                .map(OutboundDecider::new)
                .toList();
        inbound = documents.stream().flatMap(entry -> entry.inbound().stream()).toList();
    }

    void judge(NetworkActivity activity, ProcessView process, Tally tally) {
        begin();
        EventType type = NETWORK_CONNECTION;
        switch (activity.operation()) {
            case CONNECT, SEND -> activity.remote().ifPresent(remote -> outbound(activity, remote, process, tally));
            case SOCKET -> socket(activity.protocol(), process, tally);
            case BIND -> {
                type = NETWORK_LISTEN;
                if (activity.protocol() == Protocol.UDP) {
                    activity.local().ifPresent(local -> bound(local, tally));
                }
            }
            case LISTEN -> {
                type = NETWORK_LISTEN;
                activity.local().ifPresent(local -> listening(local, tally));
            }
            case ACCEPT -> accepted(activity, tally);
        }
        if (met) {
            tally.offer(type, new Finding.Network(allowed, activity.domain()));
        }
    }

    void judge(DnsActivity activity, Tally tally) {
        begin();
        Optional<String> asked = Optional.empty();
        for (OutboundDecider document : outbound) {
            for (DnsQuestion question : activity.questions()) {
                Optional<OutboundDecider.Outcome> outcome = document.asked(question.name());
                outcome.ifPresent(found -> count(found, tally));
                if (outcome.isPresent() && (asked.isEmpty() || !outcome.get().allowed())) {
                    asked = Optional.of(question.name());
                }
            }
        }
        if (met) {
            tally.offer(EventType.DNS_QUERY, new Finding.Network(allowed, asked));
        }
    }

    private void begin() {
        allowed = true;
        met = false;
    }

    private void count(OutboundDecider.Outcome outcome, Tally tally) {
        allowed &= outcome.allowed();
        outcome.match().ifPresent(match -> count(match, tally));
    }

    private void count(RuleMatch match, Tally tally) {
        met = true;
        tally.add(match);
    }

    private void outbound(NetworkActivity activity, Field<Endpoint> remote, ProcessView process, Tally tally) {
        for (OutboundDecider document : outbound) {
            count(document.decide(activity, remote, process), tally);
        }
    }

    /** A packet socket sends past every address check. */
    private void socket(Protocol protocol, ProcessView process, Tally tally) {
        if (protocol == Protocol.RAW || protocol == Protocol.PACKET) {
            for (OutboundDecider document : outbound) {
                count(document.rawSocket(protocol, process), tally);
            }
        }
    }

    /** A datagram socket receives once it is bound; port 0 is a client's. */
    private void bound(Field<Endpoint> local, Tally tally) {
        if (local instanceof Field.Known<Endpoint>(Endpoint.Inet(var _, int port)) && port != 0) {
            onPort(port, tally);
        }
    }

    private void listening(Field<Endpoint> local, Tally tally) {
        switch (local) {
            case Field.Known<Endpoint>(Endpoint.Inet(var _, int port)) -> onPort(port, tally);
            case Field.Known<Endpoint> _ -> {}
            case Field.Unreadable<Endpoint> _ -> inbound.forEach(rules -> expected(rules, tally));
        }
    }

    private void onPort(int port, Tally tally) {
        for (NetworkEntry.Inbound rules : inbound) {
            if (rules.allowedPorts().find(port) != PortTable.NONE) {
                expected(rules, tally);
            } else {
                allowed = false;
                rules.violation().or(rules::allowed).ifPresent(match -> count(match, tally));
            }
        }
    }

    private void expected(NetworkEntry.Inbound rules, Tally tally) {
        rules.allowed().ifPresent(match -> count(match, tally));
    }

    private void accepted(NetworkActivity activity, Tally tally) {
        Optional<Endpoint> local = activity.local().flatMap(Field::asOptional);
        if (activity.protocol() == Protocol.UNIX
                || local.filter(Endpoint.Unix.class::isInstance).isPresent()) {
            return;
        }
        for (NetworkEntry.Inbound rules : inbound) {
            allowed &= !(local.isPresent()
                    && local.get() instanceof Endpoint.Inet(var _, int port)
                    && rules.allowedPorts().find(port) == PortTable.NONE);
            expected(rules, tally);
        }
    }
}
