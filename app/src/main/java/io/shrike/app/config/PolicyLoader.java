package io.shrike.app.config;

import io.shrike.delivery.pipeline.Shaping;
import io.shrike.linux.syscall.SyscallFamilies;
import io.shrike.model.Event;
import io.shrike.policy.compile.CompiledPolicy;
import io.shrike.policy.compile.DeliverySettings;
import io.shrike.policy.compile.PolicyCompiler;
import io.shrike.policy.document.Problem;
import io.shrike.policy.redact.Redaction;
import io.shrike.policy.source.FoundPolicies;
import io.shrike.policy.source.PolicyFetcher;
import io.shrike.policy.source.PolicySources;
import io.shrike.policy.yaml.ParseResult;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds, parses and compiles the policies of a run. Warnings go to {@code err}; errors refuse the run. */
public final class PolicyLoader {
    private static final String FALLBACK = "builtin:minimal";

    private final Function<String, Optional<String>> environment;
    private final PrintWriter err;

    public PolicyLoader(Map<String, String> environment, PrintWriter err) {
        this.environment = name -> Optional.ofNullable(environment.get(name));
        this.err = err;
    }

    /** The policies that {@code options} or the environment name; with {@code fallback}, the minimal one where they do not load. */
    public LoadedPolicy load(List<String> options, boolean fallback) {
        FoundPolicies found = sources().find(options);
        ParseResult parsed = found.parse(environment);
        parsed.problems().stream().filter(problem -> !problem.isError()).forEach(err::println);
        if (!parsed.hasErrors()) {
            return compiled(found.origin(), parsed);
        }
        String errors = parsed.problems().stream()
                .filter(Problem::isError)
                .map(Problem::toString)
                .collect(Collectors.joining(System.lineSeparator()));
        if (!fallback) {
            throw new ConfigurationException(errors);
        }
        err.println(errors);
        err.println("shrike: the policy does not load; running with the built-in minimal policy instead");
        FoundPolicies minimal = sources().find(List.of(FALLBACK));
        return compiled(minimal.origin(), minimal.parse(environment));
    }

    private PolicySources sources() {
        return new PolicySources(environment, PolicyFetcher.none());
    }

    private LoadedPolicy compiled(String origin, ParseResult parsed) {
        CompiledPolicy policy =
                new PolicyCompiler(SyscallFamilies::expand, CanonicalPaths::of).compile(parsed.documents());
        policy.warnings().forEach(err::println);
        Event loaded = new Event.PolicyLoaded(Instant.now(), policy.policyNames(), origin, List.of());
        return new LoadedPolicy(policy.judge(), policy.needs(), shaping(policy.delivery()), Redaction::redact, loaded);
    }

    private static Shaping shaping(DeliverySettings delivery) {
        return new Shaping(delivery::samplingRate, delivery.maxEventsPerSecond());
    }
}
