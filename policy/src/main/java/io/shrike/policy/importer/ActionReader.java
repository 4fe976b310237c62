package io.shrike.policy.importer;

import io.shrike.policy.yaml.YamlNode;
import java.util.List;
import java.util.Optional;

/** Reads {@code matchActions}. */
final class ActionReader {
    private static final String NO_ACTION = "action ";

    private final Fit fit;
    private Response response = Response.ALERT;
    private boolean noPost;
    private boolean other;

    private ActionReader(Fit fit) {
        this.fit = fit;
    }

    /** What is done; {@code silent}: nothing, and nothing is told. */
    record Actions(Response response, boolean silent) {}

    static Actions read(List<YamlNode> nodes, Fit fit) {
        ActionReader reader = new ActionReader(fit);
        nodes.forEach(reader::add);
        return new Actions(reader.response, reader.noPost && !reader.other && !reader.response.blocks());
    }

    private void add(YamlNode node) {
        String action = Nodes.text(node, "action").or(() -> Nodes.text(node)).orElse("");
        switch (action) {
            case "Post" -> post(node);
            case "Sigkill" -> stronger(Response.TERMINATE);
            case "Signal" -> signal(node);
            case "Override" -> override(node);
            case "NotifyEnforcer" -> enforcer(node);
            case "NoPost" -> noPost = true;
            case "FollowFD", "UnfollowFD", "CopyFD", "TrackSock", "UntrackSock", "CleanupEnforcerNotification" -> {
                other = true;
                fit.note(node.position(), NO_ACTION + action + ": not needed: descriptors and sockets are looked up");
            }
            case "GetUrl", "DnsLookup" -> {
                other = true;
                fit.note(
                        node.position(),
                        NO_ACTION + action + ": left out: nothing is asked of the network at an event");
            }
            default -> {
                other = true;
                fit.note(node.position(), NO_ACTION + action + ": left out: there is no such action");
            }
        }
    }

    private void post(YamlNode node) {
        other = true;
        for (String key : List.of("rateLimit", "rateLimitScope")) {
            Nodes.entry(node, key)
                    .ifPresent(entry -> fit.note(
                            entry.keyPosition(), key + ": left out: performance.maxEventsPerSecond limits all events"));
        }
        for (String key : List.of("kernelStackTrace", "userStackTrace", "imaHash")) {
            Nodes.entry(node, key)
                    .ifPresent(entry -> fit.note(entry.keyPosition(), key + ": left out: it is not recorded"));
        }
    }

    private void stronger(Response wanted) {
        response = wanted.compareTo(response) > 0 ? wanted : response;
    }

    private void signal(YamlNode node) {
        String number = Nodes.text(node, "argSig").orElse("");
        switch (number) {
            case "9" -> stronger(Response.TERMINATE);
            case "19" -> stronger(Response.PAUSE);
            default -> {
                other = true;
                String instead = "block can kill (9) and stop (19): the rule alerts";
                fit.note(node.position(), "action Signal: signal " + number + " cannot be sent, " + instead);
            }
        }
    }

    private void override(YamlNode node) {
        stronger(Response.DENY);
        Optional<String> error = Nodes.text(node, "argError").filter(value -> !value.equals("-1"));
        error.ifPresent(value ->
                fit.note(node.position(), "action Override: a denied call fails with EPERM (-1), not with " + value));
    }

    private void enforcer(YamlNode node) {
        if (Nodes.entry(node, "argSig").isPresent()) {
            signal(node);
        } else {
            override(node);
        }
    }
}
