package io.shrike.app.deliver;

import io.shrike.app.config.ConfigurationException;
import io.shrike.app.deliver.AwsDestinations.Found;
import io.shrike.delivery.destination.EventForm;
import io.shrike.delivery.destination.FormedEvents;
import io.shrike.delivery.destination.RemoteDestination;
import io.shrike.delivery.destination.http.HttpPoster;
import io.shrike.delivery.destination.http.HttpSettings;
import io.shrike.delivery.destination.http.ProxySettings;
import io.shrike.delivery.destination.http.Webhook;
import io.shrike.delivery.destination.local.StdoutDestination;
import io.shrike.delivery.destination.qualys.Qualys;
import io.shrike.delivery.send.EventFilter;
import io.shrike.delivery.send.Route;
import io.shrike.model.Severity;
import io.shrike.policy.compile.DeliverySettings;
import io.shrike.policy.document.ActionSettings.Destination;
import io.shrike.policy.document.ActionSettings.Filter;
import io.shrike.policy.document.ActionSettings.LogSettings;
import io.shrike.policy.document.ActionSettings.QualysIntegration;
import io.shrike.policy.document.DestinationType;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Makes routes of the destinations that policies name. The same destination named twice is one route that lets through what
 * either lets through.
 */
public final class DeliveryPlanner {
    private static final EventFilter EVERYTHING = new EventFilter(Set.of(), Severity.LOW, Set.of(), true);

    private final Function<String, Optional<String>> environment;
    private final ProxySettings proxies;
    private final QualysAccess qualys;
    private final AwsDestinations aws;
    private final Authorities authorities;
    private final Map<Target, List<EventFilter>> targets = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private Optional<ProgramOutput> output = Optional.empty();
    private Map<String, String> outputSettings = Map.of();
    private boolean logsElsewhere;

    /** One place that events are sent to, and how. */
    private record Target(DestinationType type, URI endpoint, Map<String, String> settings) {}

    private DeliveryPlanner(Map<String, String> variables) {
        this.environment = name -> Optional.ofNullable(variables.get(name));
        this.proxies = proxies(environment);
        this.qualys = new QualysAccess(environment);
        this.aws = new AwsDestinations(variables);
        this.authorities = new Authorities(environment);
    }

    /** Throws ConfigurationException where policies or the environment ask for what cannot be. */
    public static DeliveryPlan plan(DeliverySettings policies, Map<String, String> variables) {
        DeliveryPlanner planner = new DeliveryPlanner(variables);
        policies.destinations().forEach(planner::add);
        policies.qualys().forEach(planner::add);
        policies.logs().forEach(planner::addLog);
        if (policies.unsaid()) {
            planner.addByEnvironment();
        }
        return new DeliveryPlan(
                planner.routes(),
                BatchSettings.of(policies, planner.environment),
                planner.notes,
                planner.secrets(),
                planner.output,
                planner.logsElsewhere);
    }

    private static ProxySettings proxies(Function<String, Optional<String>> environment) {
        try {
            return ProxySettings.of(environment);
        } catch (IllegalArgumentException failure) {
            throw new ConfigurationException("shrike: " + failure.getMessage());
        }
    }

    private void add(Destination destination) {
        switch (destination.type()) {
            case QUALYS_CRS ->
                addQualys(destination.setting("endpoint"), destination.settings(), filter(destination.filter(), false));
            case WEBHOOK ->
                destination
                        .setting("endpoint")
                        .ifPresent(url -> add(
                                new Target(
                                        DestinationType.WEBHOOK, uri(url, destination.path()), destination.settings()),
                                filter(destination.filter(), false)));
            case FILE, SYSLOG ->
                LocalDestinations.address(destination)
                        .ifPresent(address -> add(
                                new Target(destination.type(), address, destination.settings()),
                                filter(destination.filter(), false)));
            case SNS, CLOUDWATCH, EVENTBRIDGE, SECURITYHUB, FIREHOSE, S3, DYNAMODB ->
                addAws(destination.type(), destination.settings(), filter(destination.filter(), false));
        }
    }

    private void addLog(LogSettings log) {
        log.destination().ifPresent(destination -> {
            switch (destination) {
                case STDOUT -> {
                    addOutput(log.format());
                    logsElsewhere = true;
                }
                case FILE -> {
                    String path = log.path().orElseThrow();
                    Map<String, String> settings = EventForms.with(Map.of("path", path), log.format());
                    add(new Target(DestinationType.FILE, Path.of(path).toUri(), settings), EVERYTHING);
                    logsElsewhere = true;
                }
                case CLOUDWATCH ->
                    addAws(
                            DestinationType.CLOUDWATCH,
                            EventForms.with(
                                    log.logGroup()
                                            .map(group -> Map.of("logGroup", group))
                                            .orElse(Map.of()),
                                    log.format()),
                            EVERYTHING);
            }
        });
    }

    /** There is one standard output, and whoever reads it expects one form. */
    private void addOutput(Optional<String> format) {
        Map<String, String> settings = EventForms.brief(EventForms.with(Map.of(), format));
        if (output.isPresent() && !settings.equals(outputSettings)) {
            throw new ConfigurationException(
                    "shrike: actions.log.format: policies want both native and ocsf on standard output; let them agree");
        }
        output = Optional.of(output.orElseGet(ProgramOutput::new));
        outputSettings = settings;
    }

    private void addAws(DestinationType type, Map<String, String> settings, EventFilter filter) {
        if (type == DestinationType.CLOUDWATCH && EventForms.isOcsf(settings) && hasVariable("CLOUDWATCH_NAMESPACE")) {
            note("the destination cloudwatch counts no metrics of events in OCSF: CLOUDWATCH_NAMESPACE is not for it");
        }
        switch (aws.find(type, settings)) {
            case Found.Place(URI address, Map<String, String> all) -> add(new Target(type, address, all), filter);
            case Found.Nowhere(String why) -> note(why);
        }
    }

    private static boolean isOfAws(DestinationType type) {
        return !AwsSetting.of(type).isEmpty();
    }

    /** {@code qualysIntegration} asks for events, not only for alerts. */
    private void add(QualysIntegration integration) {
        Filter types = new Filter(integration.eventTypes(), Severity.LOW, List.of());
        addQualys(
                integration.endpoint(),
                integration.allowInsecure() ? Map.of("allowInsecure", "true") : Map.of(),
                filter(types, true));
    }

    private void addQualys(Optional<String> endpoint, Map<String, String> settings, EventFilter filter) {
        Optional<URI> url = qualys.endpoint(endpoint, Boolean.parseBoolean(settings.get("allowInsecure")));
        if (url.isEmpty()) {
            note(
                    "the destination qualys-crs gets nothing: none of its endpoint, QUALYS_CRS_ENDPOINT and QUALYS_POD is set");
        } else if (qualys.token().isEmpty()) {
            note("the destination qualys-crs gets nothing: QUALYS_ACCESS_TOKEN is not set");
        } else {
            Map<String, String> how = new LinkedHashMap<>(settings);
            how.remove("endpoint");
            how.remove("allowInsecure");
            add(new Target(DestinationType.QUALYS_CRS, url.get(), how), filter);
        }
    }

    /** Whoever gives a token and a place wants alerts there, also under policies that know of no destination. */
    private void addByEnvironment() {
        boolean place = hasVariable("QUALYS_CRS_ENDPOINT") || hasVariable("QUALYS_POD");
        if (place && hasVariable("QUALYS_ACCESS_TOKEN")) {
            addQualys(Optional.empty(), Map.of(), filter(new Filter(List.of(), Severity.LOW, List.of()), false));
        }
    }

    private void add(Target target, EventFilter filter) {
        Target same = new Target(target.type(), target.endpoint(), EventForms.brief(target.settings()));
        targets.computeIfAbsent(same, _ -> new ArrayList<>()).add(filter);
    }

    private boolean hasVariable(String name) {
        return environment.apply(name).isPresent();
    }

    private void note(String text) {
        if (!notes.contains(text)) {
            notes.add(text);
        }
    }

    private static EventFilter filter(Filter filter, boolean logged) {
        return new EventFilter(Set.copyOf(filter.eventTypes()), filter.least(), Set.copyOf(filter.policies()), logged);
    }

    private static URI uri(String url, String path) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException _) {
            throw new ConfigurationException("shrike: " + path + ".endpoint: is no URL");
        }
    }

    private List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        Map<String, Integer> seen = new LinkedHashMap<>();
        targets.forEach((target, filters) -> {
            String identity = target.type().text() + " " + target.endpoint();
            int times = seen.merge(identity, 1, Integer::sum);
            routes.add(new Route(times == 1 ? identity : identity + " #" + times, open(target), filters));
        });
        output.map(StdoutDestination::new)
                .map(stream -> new FormedEvents(stream, EventForms.of(outputSettings)))
                .ifPresent(formed -> routes.add(new Route("stdout", formed, List.of(EVERYTHING))));
        return routes;
    }

    private List<String> secrets() {
        Set<String> secrets = new LinkedHashSet<>(proxies.secrets());
        secrets.addAll(qualys.token().stream().toList());
        for (Target target : targets.keySet()) {
            if (target.type() == DestinationType.WEBHOOK) {
                secrets.addAll(HookSecrets.of(target.endpoint(), target.settings()));
            }
            if (isOfAws(target.type())) {
                secrets.addAll(aws.secrets());
            }
        }
        return List.copyOf(secrets);
    }

    private RemoteDestination open(Target target) {
        EventForm form = EventForms.of(target.settings());
        Optional<RemoteDestination> local =
                LocalDestinations.open(target.type(), target.endpoint(), target.settings(), authorities, form);
        if (local.isPresent()) {
            return local.get();
        }
        if (isOfAws(target.type())) {
            return aws.open(target.type(), target.settings(), form);
        }
        return new FormedEvents(openHttp(target), form);
    }

    private RemoteDestination openHttp(Target target) {
        boolean gzip = "gzip".equals(target.settings().get("compression"));
        HttpSettings http = HttpSettings.of(target.endpoint(), authorities.of(target.settings()), gzip, proxies);
        try {
            HttpPoster poster = HttpPoster.open(http);
            String host = Optional.ofNullable(target.endpoint().getHost()).orElse("");
            return target.type() == DestinationType.QUALYS_CRS
                    ? new Qualys(poster, host, qualys.token().orElse(""))
                    : new Webhook(
                            poster,
                            host,
                            headers(target.settings()),
                            Optional.ofNullable(target.settings().get("secret")),
                            InstantSource.system());
        } catch (IOException failure) {
            throw new ConfigurationException("shrike: caFile: " + failure.getMessage());
        }
    }

    private static Map<String, String> headers(Map<String, String> settings) {
        Map<String, String> headers = new LinkedHashMap<>();
        settings.forEach((key, value) -> {
            if (key.startsWith("headers.")) {
                headers.put(key.substring("headers.".length()), value);
            }
        });
        return headers;
    }
}
