package io.shrike.app.config;

import io.shrike.delivery.pipeline.Shaping;
import io.shrike.linux.syscall.SyscallFamilies;
import io.shrike.model.Event;
import io.shrike.model.Interest;
import io.shrike.model.Judge;
import io.shrike.policy.compile.CompiledPolicy;
import io.shrike.policy.compile.DeliverySettings;
import io.shrike.policy.compile.PolicyCompiler;
import io.shrike.policy.document.PolicyDocument;
import io.shrike.policy.document.Problem;
import io.shrike.policy.document.SoftwareRules;
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

/** Finds, parses and compiles the policies of a run. Warnings go to {@code err}; errors refuse the run. */
public final class PolicyLoader {
    private static final String FALLBACK = "builtin:minimal";

    private final Function<String, Optional<String>> environment;
    private final PolicyFetcher fetcher;
    private final PrintWriter err;

    public PolicyLoader(Map<String, String> environment, PolicyFetcher fetcher, PrintWriter err) {
        this.fetcher = fetcher;
        this.environment = name -> Optional.ofNullable(environment.get(name));
        this.err = err;
    }

    /** The policies that {@code options} or the environment name; with {@code fallback}, the minimal one where they do not load. */
    public StartPolicy load(List<String> options, boolean fallback) {
        FoundPolicies found = find(options);
        return switch (attempt(found)) {
            case PolicyAttempt.Good(LoadedPolicy policy) -> new StartPolicy(policy, found, Optional.empty());
            case PolicyAttempt.Bad(Event.PolicyError error) -> withoutIt(found, error, fallback);
        };
    }

    private StartPolicy withoutIt(FoundPolicies found, Event.PolicyError error, boolean fallback) {
        String errors = String.join(System.lineSeparator(), error.problems());
        if (!fallback) {
            throw new ConfigurationException(errors);
        }
        err.println(errors);
        err.println("shrike: the policy does not load; running with the built-in minimal policy instead");
        FoundPolicies minimal = find(List.of(FALLBACK));
        LoadedPolicy policy = compiled(minimal.origin(), minimal.parse(environment));
        return new StartPolicy(policy, found, Optional.of(error));
    }

    /** The texts that {@code options} or the environment name, as they are now. */
    public FoundPolicies find(List<String> options) {
        return new PolicySources(environment, fetcher).find(options);
    }

    /** Parses and compiles. */
    public PolicyAttempt attempt(FoundPolicies found) {
        ParseResult parsed = found.parse(environment);
        parsed.problems().stream().filter(problem -> !problem.isError()).forEach(err::println);
        err.flush();
        if (!parsed.hasErrors()) {
            LoadedPolicy policy = compiled(found.origin(), parsed);
            fetcher.loaded();
            return new PolicyAttempt.Good(policy);
        }
        List<String> errors = parsed.problems().stream()
                .filter(Problem::isError)
                .map(Problem::toString)
                .toList();
        return new PolicyAttempt.Bad(new Event.PolicyError(Instant.now(), found.origin(), errors));
    }

    private LoadedPolicy compiled(String origin, ParseResult parsed) {
        PolicyCompiler compiler = new PolicyCompiler(SyscallFamilies::expand, CanonicalPaths::of);
        CompiledPolicy policy = compiler.compile(parsed.documents());
        List<PolicyDocument> ofPrograms =
                parsed.documents().stream().map(PolicyDocument::ofPrograms).toList();
        CompiledPolicy ofSessions = compiler.compile(ofPrograms);
        Optional<Judge> ofDigests = policy.needs().wants(Interest.EXEC_DIGEST)
                ? Optional.of(compiler.compile(ofPrograms).judge())
                : Optional.empty();
        policy.warnings().forEach(err::println);
        NeverStopped.warnings(policy).forEach(err::println);
        err.flush();
        policy.identities().watch(new NamedFiles());
        return new LoadedPolicy(
                policy.judge(),
                ofSessions.judge(),
                ofDigests,
                policy.needs(),
                shaping(policy.delivery()),
                policy.delivery(),
                Redaction::redact,
                parsed.documents().stream().anyMatch(PolicyLoader::readsDatabases),
                policy.policyNames(),
                origin);
    }

    private static boolean readsDatabases(PolicyDocument document) {
        return document.software().flatMap(SoftwareRules::packageDatabases).isPresent();
    }

    private static Shaping shaping(DeliverySettings delivery) {
        return new Shaping(delivery::samplingRate, delivery.maxEventsPerSecond());
    }
}
