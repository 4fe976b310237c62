package io.shrike.policy.source;

import io.shrike.policy.document.Problem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds the policies to apply: the options, else TRACING_POLICY_PATH, else the default file, else the built-in policy of
 * MONITORING_MODE. Whatever is named and cannot be had is an error; nothing else takes its place.
 */
public final class PolicySources {
    /** 8 MiB: what a policy may be long. */
    public static final int MOST_BYTES = 8 << 20;

    /** The file that is used without an option and without TRACING_POLICY_PATH. */
    public static final Path DEFAULT_PATH = Path.of("/etc/runtime-security/policy.yaml");

    static final String PATH_VARIABLE = "TRACING_POLICY_PATH";
    static final String MODE_VARIABLE = "MONITORING_MODE";

    private final Function<String, Optional<String>> environment;
    private final PolicyFetcher fetcher;
    private final Path defaultPath;

    public PolicySources(Function<String, Optional<String>> environment, PolicyFetcher fetcher) {
        this(environment, fetcher, DEFAULT_PATH);
    }

    PolicySources(Function<String, Optional<String>> environment, PolicyFetcher fetcher, Path defaultPath) {
        this.environment = environment;
        this.fetcher = fetcher;
        this.defaultPath = defaultPath;
    }

    /**
     * Reads all texts.
     *
     * @param options what {@code --policy} named, in order: files, directories, {@code s3://} and {@code https://}
     *     addresses, {@code builtin:MODE}
     */
    public FoundPolicies find(List<String> options) {
        if (!options.isEmpty()) {
            String named = options.stream().map(PolicyFetcher::shown).collect(Collectors.joining(" --policy "));
            return collect("--policy " + named, options);
        }
        Optional<String> path = variable(PATH_VARIABLE);
        if (path.isPresent()) {
            return collect(PATH_VARIABLE + "=" + shown(path.get()), split(path.get()));
        }
        if (Files.exists(defaultPath, LinkOption.NOFOLLOW_LINKS)) {
            return collect(defaultPath.toString(), List.of(defaultPath.toString()));
        }
        return builtIn();
    }

    private Optional<String> variable(String name) {
        return environment.apply(name).map(String::strip).filter(value -> !value.isEmpty());
    }

    private static String shown(String list) {
        return list.contains("://")
                ? String.join(
                        ",", split(list).stream().map(PolicyFetcher::shown).toList())
                : list;
    }

    private static List<String> split(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    private FoundPolicies collect(String origin, List<String> locations) {
        Collector collector = new Collector(fetcher);
        if (locations.isEmpty()) {
            collector.error(PATH_VARIABLE, "names no policy");
        }
        locations.forEach(collector::add);
        return collector.found(origin);
    }

    private FoundPolicies builtIn() {
        Optional<String> mode = variable(MODE_VARIABLE);
        String name = mode.orElse(BuiltInPolicies.DEFAULT_MODE);
        String origin = mode.isPresent() ? MODE_VARIABLE + "=" + name : "built-in policy " + name;
        Optional<RawPolicy> policy = BuiltInPolicies.find(name);
        List<Problem> problems =
                policy.isPresent() ? List.of() : List.of(Problem.ofFile(MODE_VARIABLE, Collector.noSuchMode(name)));
        return new FoundPolicies(origin, policy.stream().toList(), List.of(defaultPath), problems);
    }
}
