package io.shrike.app.cli;

import io.shrike.app.config.ConfigurationException;
import io.shrike.app.config.LoadedPolicy;
import io.shrike.app.config.PolicyFollower;
import io.shrike.app.config.PolicyLoader;
import io.shrike.app.config.StartPolicy;
import io.shrike.app.container.TaskContainers;
import io.shrike.app.deliver.DeliveryPlan;
import io.shrike.app.deliver.DeliveryPlanner;
import io.shrike.app.deliver.RemoteDelivery;
import io.shrike.app.fetch.RemotePolicies;
import io.shrike.app.fetch.RemoteSettings;
import io.shrike.app.watch.PolicySupply;
import io.shrike.app.watch.WatchSettings;
import io.shrike.delivery.encode.SensorInfo;
import io.shrike.delivery.journal.JournalConfig;
import io.shrike.delivery.pipeline.PipelineConfig;
import io.shrike.trace.launch.ControlChannel.OnSensorLoss;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every command that watches, and the settings that they make. */
final class WatchOptions {
    private static final int MAX_SECONDS = 86_400;
    private static final int MAX_JOURNAL = 65_536;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--policy",
            paramLabel = "P",
            description = "Policy file, directory, https:// or s3:// address; may be repeated.")
    private List<String> policies = new ArrayList<>();

    @Option(
            names = "--policy-fallback",
            paramLabel = "MODE",
            description = "Built-in policy to run with when the given one does not load: minimal.")
    private @Nullable PolicyFallback policyFallback;

    @Option(
            names = "--events",
            paramLabel = "FILE",
            description =
                    "Where events go, one JSON object a line; default standard error for run, standard output for sensor.")
    private @Nullable Path events;

    @Option(names = "--engine", paramLabel = "E", description = "auto (default) or notify; for attach also ptrace.")
    private Engine engine = Engine.AUTO;

    @Option(
            names = "--on-sensor-loss",
            paramLabel = "A",
            description = "What happens to CMD when the sensor is lost: continue (default), pause or kill.")
    private OnSensorLoss onSensorLoss = OnSensorLoss.CONTINUE;

    @Option(
            names = "--drain-timeout",
            paramLabel = "S",
            description = "Seconds to write the last events after CMD ended; default 5.")
    private double drainTimeout = 5;

    @Option(
            names = "--journal",
            paramLabel = "DIR",
            description = "Where events wait for remote destinations; default SHRIKE_JOURNAL_DIR, else"
                    + " /var/lib/shrike/journal.")
    private @Nullable Path journal;

    @Option(names = "--journal-size", paramLabel = "MIB", description = "The most that the journal holds; default 256.")
    private int journalSize = 256;

    @Option(
            names = "--status-port",
            paramLabel = "N",
            description = "Port of 127.0.0.1 that answers /healthz, /readyz, /metrics and /status; default"
                    + " SHRIKE_STATUS_PORT, else none.")
    private @Nullable Integer statusPort;

    /** How calls are made to stop. */
    enum Engine {
        AUTO,
        NOTIFY,
        PTRACE
    }

    /** What to watch with when the policy does not load. */
    enum PolicyFallback {
        MINIMAL
    }

    /** Where events go without {@code --events}. */
    enum DefaultLog {
        STANDARD_OUTPUT,
        STANDARD_ERROR
    }

    /** Whether ptrace was asked for. */
    boolean ptrace() {
        return engine == Engine.PTRACE;
    }

    /** Refuses ptrace where a program is launched. */
    void refusePtrace() {
        if (ptrace()) {
            throw new ConfigurationException(
                    "shrike: --engine ptrace is for attach: a program that is launched gets a filter, which costs less");
        }
    }

    /** Loads the policy and opens all that events go to; policies are fetched no longer than {@code startLimit}. */
    WatchSettings open(Duration startLimit, DefaultLog log) {
        checkSeconds("--drain-timeout", drainTimeout);
        RemotePolicies remote = new RemoteSettings(System.getenv())
                .open(journal().directory().resolve("policies"), startLimit, WatchOptions::tellOperator);
        PolicyLoader loader = new PolicyLoader(
                System.getenv(), remote, requireSpec().commandLine().getErr());
        StartPolicy start =
                loader.load(policies, Optional.ofNullable(policyFallback).isPresent());
        remote.started();
        LoadedPolicy policy = start.policy();
        checkJournalSize();
        DeliveryPlan plan = DeliveryPlanner.plan(policy.delivery(), System.getenv());
        return new WatchSettings(
                start,
                supply(start, remote),
                remote::states,
                EventSinks.open(Optional.ofNullable(events), plan.logsElsewhere(), log),
                events == null && !plan.logsElsewhere() && log == DefaultLog.STANDARD_ERROR,
                pipeline(policy, plan, remote.secrets()),
                RemoteDelivery.start(plan, journal(), WatchOptions::tellOperator),
                StatusPort.of(statusPort, System.getenv()).map(StatusPort::open),
                onSensorLoss,
                seconds(drainTimeout));
    }

    private PipelineConfig pipeline(LoadedPolicy policy, DeliveryPlan plan, List<String> ofAddresses) {
        return PipelineConfig.of(new SensorInfo(Version.text(), ptrace() ? "ptrace" : "notify"), policy.redactor())
                .withContainers(
                        TaskContainers.start(System.getenv(), seconds(drainTimeout), WatchOptions::tellOperator))
                .withShaping(policy.shaping())
                .withSecrets(Stream.concat(plan.secrets().stream(), ofAddresses.stream())
                        .toList());
    }

    static void tellOperator(String text) {
        System.err.println("shrike: " + text);
    }

    private JournalConfig journal() {
        String fallback = Objects.requireNonNullElse(System.getenv("SHRIKE_JOURNAL_DIR"), "");
        Path directory = Optional.ofNullable(journal)
                .orElse(Path.of(fallback.isBlank() ? "/var/lib/shrike/journal" : fallback))
                .toAbsolutePath();
        return JournalConfig.at(directory).withDiskBytes((long) journalSize << 20);
    }

    private void checkJournalSize() {
        if (journalSize < 1 || journalSize > MAX_JOURNAL) {
            throw new CommandLine.ParameterException(
                    requireSpec().commandLine(),
                    "--journal-size: expected 1 to " + MAX_JOURNAL + " MiB, found " + journalSize);
        }
    }

    /** Later policies from where the first one was looked for. Their warnings would end up between the lines of CMD. */
    private Optional<PolicySupply> supply(StartPolicy start, RemotePolicies remote) {
        PolicyLoader loader = new PolicyLoader(System.getenv(), remote, new PrintWriter(Writer.nullWriter()));
        Duration interval = new RemoteSettings(System.getenv()).interval();
        return PolicyFollower.canFollow(start.found())
                ? Optional.of(listener -> new PolicyFollower(
                        () -> loader.find(policies), loader::attempt, start, interval, listener, System.nanoTime()))
                : Optional.empty();
    }

    /** Refuses a number of seconds that no option takes. */
    void checkSeconds(String option, double seconds) {
        if (!(seconds >= 0 && seconds <= MAX_SECONDS)) {
            throw new CommandLine.ParameterException(
                    requireSpec().commandLine(),
                    option + ": expected 0 to " + MAX_SECONDS + " seconds, found " + seconds);
        }
    }

    static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private CommandSpec requireSpec() {
        return Objects.requireNonNull(spec, "spec is set by picocli");
    }
}
