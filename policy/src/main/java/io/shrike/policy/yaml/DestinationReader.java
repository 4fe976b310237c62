package io.shrike.policy.yaml;

import io.shrike.model.Severity;
import io.shrike.policy.document.ActionSettings.Destination;
import io.shrike.policy.document.ActionSettings.Filter;
import io.shrike.policy.document.AwsName;
import io.shrike.policy.document.DestinationType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads one entry of {@code actions.alert.destinations}. */
final class DestinationReader implements Reader<Destination> {
    private static final Pattern URL = Pattern.compile("https?://[^\\s/?#]+([/?#]\\S*)?");
    private static final Reader<String> URL_TEXT = Scalars.textLike(
            "a URL such as https://host/path", url -> URL.matcher(url).matches());
    private static final Pattern SYSLOG_URL =
            Pattern.compile("(tls|tcp|udp)://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\])(:[1-9][0-9]{0,4})?");
    private static final Reader<String> SYSLOG_OR_NOTHING = emptyOr(Scalars.textLike(
            "an address such as tls://host:6514", url -> SYSLOG_URL.matcher(url).matches()));
    static final Reader<String> URL_OR_NOTHING = emptyOr(URL_TEXT);
    static final String ENDPOINT = "endpoint";
    static final String ALLOW_INSECURE = "allowInsecure";
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final List<String> TYPE_ONLY =
            List.of("type", Common.ENABLED, "eventType", "eventTypes", "minSeverity", "policies");
    private static final List<String> EVERY_KEY = everyKey();

    private final Function<String, Optional<String>> environment;

    DestinationReader(Function<String, Optional<String>> environment) {
        this.environment = environment;
    }

    private static List<String> everyKey() {
        List<String> keys = new ArrayList<>(TYPE_ONLY);
        for (DestinationType type : DestinationType.values()) {
            DestinationKeys.of(type).keys().stream()
                    .filter(key -> !keys.contains(key))
                    .forEach(keys::add);
        }
        return List.copyOf(keys);
    }

    @Override
    public Optional<Destination> read(YamlNode node, String label, Problems problems) {
        Optional<DestinationType> type = typeOf(node);
        Fields fields =
                Fields.of(node, label, type.map(DestinationReader::keysOf).orElse(EVERY_KEY), problems);
        fields.required("type", Choice.DESTINATION_TYPE);
        boolean enabled = Common.enabled(fields);
        Filter filter = filter(fields);
        if (type.isEmpty()) {
            return Optional.empty();
        }
        DestinationKeys keys = DestinationKeys.of(type.get());
        Map<String, String> settings = settings(fields, keys, type.get());
        checkNeeded(fields, keys, type.get(), enabled, settings);
        if (keys.keys().contains(ALLOW_INSECURE)) {
            requireTls(
                    fields,
                    Optional.ofNullable(settings.get(ENDPOINT)),
                    Boolean.parseBoolean(settings.get(ALLOW_INSECURE)));
        }
        checkForm(fields, settings);
        String path = ActionsSection.NAME + ".alert." + label;
        return Optional.of(new Destination(path, fields.position(), type.get(), enabled, settings, filter));
    }

    /** What goes out in the clear must be asked for. */
    static void requireTls(Fields fields, Optional<String> endpoint, boolean allowed) {
        Optional<String> insecure = endpoint.flatMap(DestinationReader::insecureScheme);
        if (!allowed && insecure.isPresent()) {
            fields.problems()
                    .error(
                            fields.node(ENDPOINT).map(YamlNode::position).orElse(fields.position()),
                            "endpoint: " + insecure.get() + "://"
                                    + (insecure.get().equals("http")
                                            ? " sends events and tokens in the clear: use https://, or say"
                                            : " sends events in the clear: use tls://, or say")
                                    + " allowInsecure: true");
        }
    }

    private static Optional<String> insecureScheme(String url) {
        return Stream.of("http", "tcp", "udp")
                .filter(scheme -> url.startsWith(scheme + "://"))
                .findFirst();
    }

    /** CloudWatch finds the values of metrics in Shrike's own members of an event only. */
    private static void checkForm(Fields fields, Map<String, String> settings) {
        if ("ocsf".equals(settings.get("format")) && settings.containsKey("namespace")) {
            fields.problems()
                    .error(
                            fields.keyPosition("format"),
                            "format: ocsf has no metrics, so that namespace cannot be: leave out one of them");
        }
    }

    private static Filter filter(Fields fields) {
        List<String> eventTypes = new ArrayList<>(fields.oneOrMore("eventType", Choice.EVENT_TYPE));
        eventTypes.addAll(fields.list("eventTypes", Choice.EVENT_TYPE));
        return new Filter(
                eventTypes,
                fields.value("minSeverity", Choice.SEVERITY, Severity.LOW),
                fields.list("policies", Scalars.TEXT));
    }

    private static Optional<DestinationType> typeOf(YamlNode node) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            return Optional.empty();
        }
        return mapping.entries().stream()
                .filter(entry -> entry.key().equals("type"))
                .map(YamlNode.Entry::value)
                .filter(YamlNode.Scalar.class::isInstance)
                .map(YamlNode.Scalar.class::cast)
                .flatMap(scalar ->
                        Optional.ofNullable(Choice.DESTINATION_TYPE.words().get(scalar.text())).stream())
                .findFirst();
    }

    private static List<String> keysOf(DestinationType type) {
        List<String> keys = new ArrayList<>(TYPE_ONLY);
        keys.addAll(DestinationKeys.of(type).keys());
        return keys;
    }

    private static Map<String, String> settings(Fields fields, DestinationKeys keys, DestinationType type) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String key : keys.keys()) {
            if (key.equals("headers")) {
                fields.value(key, DestinationReader::headers)
                        .ifPresent(headers -> headers.forEach((name, value) -> settings.put("headers." + name, value)));
            } else {
                fields.value(key, setting(key, type))
                        .filter(value -> !value.isEmpty())
                        .ifPresent(v -> settings.put(key, v));
            }
        }
        return settings;
    }

    /** Values may be empty, as a variable may give nothing; whether that is a mistake depends on the destination. */
    private static Reader<String> setting(String key, DestinationType type) {
        return switch (key) {
            case ENDPOINT -> type == DestinationType.SYSLOG ? SYSLOG_OR_NOTHING : URL_OR_NOTHING;
            case "facility" -> Choice.FACILITY;
            case "maxSizeMiB" -> number(1, 100_000);
            case "maxAgeHours" -> number(1, 10_000);
            case "keep" -> number(0, 1_000);
            case "path" -> emptyOr(Globs.ABSOLUTE);
            case "caFile" -> Globs.ABSOLUTE;
            case "compression" -> Choice.COMPRESSION;
            case "format" -> Choice.FORMAT;
            case ALLOW_INSECURE ->
                (node, label, problems) ->
                        Scalars.BOOLEAN.read(node, label, problems).map(Object::toString);
            default -> AwsName.ofKey(key).map(DestinationReader::aws).orElse(Scalars.ANY_TEXT);
        };
    }

    /** Text, and not a number or boolean that happens to look like it; an account may be a number. */
    static Reader<String> aws(AwsName name) {
        Reader<String> reader = emptyOr(Scalars.textLike(name.expected(), name::matches));
        return (node, label, problems) -> name != AwsName.ACCOUNT_ID && isWrittenAsOther(node)
                ? Scalars.wrong(node, label, name.expected(), "", problems)
                : reader.read(node, label, problems);
    }

    private static boolean isWrittenAsOther(YamlNode node) {
        return node instanceof YamlNode.Scalar scalar
                && scalar.kind() != ScalarKind.TEXT
                && scalar.source().equals(scalar.text());
    }

    private static Reader<String> number(int least, int most) {
        return (node, label, problems) ->
                Scalars.integer(least, most).read(node, label, problems).map(Object::toString);
    }

    private static Reader<String> emptyOr(Reader<String> reader) {
        return (node, label, problems) -> {
            Optional<String> any = Scalars.ANY_TEXT.read(node, label, problems);
            boolean nothing = any.isEmpty() || any.get().isEmpty();
            return nothing ? any : reader.read(node, label, problems);
        };
    }

    private static Optional<Map<String, String>> headers(YamlNode node, String label, Problems problems) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            return Scalars.wrong(node, label, "a mapping", "", problems);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (YamlNode.Entry entry : mapping.entries()) {
            if (!HEADER.matcher(entry.key()).matches()) {
                problems.error(entry.keyPosition(), Quote.bare(entry.key()) + ": is not the name of an HTTP header");
                continue;
            }
            Scalars.TEXT.read(entry.value(), entry.key(), problems).ifPresent(value -> headers.put(entry.key(), value));
        }
        return Optional.of(headers);
    }

    private void checkNeeded(
            Fields fields, DestinationKeys keys, DestinationType type, boolean enabled, Map<String, String> settings) {
        if (!enabled
                || keys.needed().isEmpty()
                || settings.containsKey(keys.needed().get())) {
            return;
        }
        String needed = keys.needed().get();
        if (fields.has(needed)) {
            fields.requireNotEmpty(
                    needed, "the destination " + type.text() + " needs it: set it, or say enabled: false");
            return;
        }
        Optional<String> variable = keys.variable();
        if (variable.isEmpty()) {
            fields.problems()
                    .error(fields.position(), needed + ": is missing, the destination " + type.text() + " needs it");
        } else if (variable.flatMap(environment)
                .filter(value -> !value.isEmpty())
                .isEmpty()) {
            fields.problems()
                    .warning(
                            fields.position(),
                            "the destination " + type.text() + " gets nothing: neither " + needed + " nor "
                                    + variable.get() + " is set");
        }
    }
}
