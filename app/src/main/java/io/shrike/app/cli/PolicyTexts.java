package io.shrike.app.cli;

import io.shrike.app.config.ConfigurationException;
import io.shrike.app.config.NeverStopped;
import io.shrike.app.fetch.RemoteSettings;
import io.shrike.linux.syscall.SyscallFamilies;
import io.shrike.policy.compile.CompiledPolicy;
import io.shrike.policy.compile.PolicyCompiler;
import io.shrike.policy.document.Problem;
import io.shrike.policy.source.PolicySources;
import io.shrike.policy.yaml.ParseResult;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Policies that are looked at, not run: paths are taken as they are written, because the files that they name are in a
 * container and not here.
 */
final class PolicyTexts {
    private PolicyTexts() {}

    /** All texts parsed, and where that found no error compiled: what the compiler warns of is among the problems. */
    record Checked(ParseResult parsed, Optional<CompiledPolicy> compiled) {
        List<Problem> problems() {
            List<Problem> all = new ArrayList<>(parsed.problems());
            compiled.ifPresent(policy -> {
                all.addAll(policy.warnings());
                all.addAll(NeverStopped.warnings(policy));
            });
            return all;
        }
    }

    /** Reads files, directories, {@code https://} addresses and {@code builtin:MODE}. */
    static Checked check(List<String> locations) {
        ParseResult parsed = new PolicySources(PolicyTexts::variable, new RemoteSettings(System.getenv()).open())
                .find(locations)
                .parse(PolicyTexts::variable);
        Optional<CompiledPolicy> compiled = parsed.hasErrors()
                ? Optional.empty()
                : Optional.of(new PolicyCompiler(SyscallFamilies::expand).compile(parsed.documents()));
        return new Checked(parsed, compiled);
    }

    /** The compiled policies. Warnings go to {@code err}; errors refuse them. */
    static CompiledPolicy load(List<String> locations, PrintWriter err) {
        Checked checked = check(locations);
        if (checked.compiled().isEmpty()) {
            throw new ConfigurationException(lines(checked.problems()));
        }
        checked.problems().forEach(err::println);
        return checked.compiled().get();
    }

    /** One line each. */
    static String lines(List<Problem> problems) {
        return problems.stream().map(Problem::toString).collect(Collectors.joining(System.lineSeparator()));
    }

    static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name));
    }
}
