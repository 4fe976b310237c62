package io.shrike.policy.compile;

import io.shrike.model.Action;
import io.shrike.model.Decision;
import io.shrike.model.RuleMatch;
import io.shrike.model.Severity;
import io.shrike.policy.document.ActionSettings.AlertSettings;
import io.shrike.policy.document.ActionSettings.Destination;
import io.shrike.policy.document.ActionSettings.LogDestination;
import io.shrike.policy.document.ActionSettings.LogSettings;
import io.shrike.policy.document.ActionSettings.QualysIntegration;
import io.shrike.policy.document.PerformanceSettings;
import io.shrike.policy.document.PolicyDocument;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What all documents together want of delivery: of batch size, batch timeout and events per second the smallest that any
 * asks for, and every destination that is enabled.
 *
 * @param samplingOf sampling by the name of the policy
 * @param logs where everything goes that is logged, as far as it is CloudWatch
 * @param unsaid no document has a word about where alerts go, so that the environment may say it
 */
public record DeliverySettings(
        Map<String, Sampling> samplingOf,
        OptionalInt batchSize,
        Optional<Duration> batchTimeout,
        OptionalInt maxEventsPerSecond,
        List<Destination> destinations,
        List<QualysIntegration> qualys,
        List<LogSettings> logs,
        boolean unsaid) {

    /** How much of a policy's events is kept; {@code all}: also of those that are otherwise never sampled away. */
    public record Sampling(double rate, boolean all) {
        /** Keeps everything. */
        public static final Sampling NONE = new Sampling(1.0, false);
    }

    public DeliverySettings {
        samplingOf = Map.copyOf(samplingOf);
        destinations = List.copyOf(destinations);
        qualys = List.copyOf(qualys);
        logs = List.copyOf(logs);
    }

    static DeliverySettings of(List<PolicyDocument> documents) {
        Map<String, Sampling> sampling = new HashMap<>();
        for (PolicyDocument document : documents) {
            PerformanceSettings settings = document.performance();
            sampling.merge(
                    document.name(),
                    new Sampling(settings.samplingRate(), settings.sampleAll()),
                    (a, b) -> new Sampling(Math.max(a.rate(), b.rate()), a.all() && b.all()));
        }
        List<PerformanceSettings> all =
                documents.stream().map(PolicyDocument::performance).toList();
        return new DeliverySettings(
                sampling,
                all.stream().flatMapToInt(s -> s.batchSize().stream()).min(),
                all.stream().flatMap(s -> s.batchTimeout().stream()).min(Duration::compareTo),
                all.stream().flatMapToInt(s -> s.maxEventsPerSecond().stream()).min(),
                documents.stream()
                        .map(document -> document.actions().alert())
                        .filter(AlertSettings::enabled)
                        .flatMap(alert -> alert.destinations().stream())
                        .filter(Destination::enabled)
                        .toList(),
                documents.stream()
                        .flatMap(document -> document.actions().qualysIntegration().stream())
                        .filter(integration -> integration.enabled() && integration.sendEvents())
                        .toList(),
                documents.stream()
                        .map(document -> document.actions().log())
                        .filter(log ->
                                log.enabled() && log.destination().equals(Optional.of(LogDestination.CLOUDWATCH)))
                        .toList(),
                documents.stream().allMatch(DeliverySettings::saysNothing));
    }

    private static boolean saysNothing(PolicyDocument document) {
        AlertSettings alert = document.actions().alert();
        return alert.enabled()
                && alert.destinations().isEmpty()
                && document.actions().qualysIntegration().isEmpty();
    }

    /** Whether events go to the same destinations as under {@code other}, in the same batches. */
    public boolean goesWhere(DeliverySettings other) {
        return settings().equals(other.settings())
                && qualys.equals(other.qualys)
                && logs.equals(other.logs)
                && unsaid == other.unsaid
                && batchSize.equals(other.batchSize)
                && batchTimeout.equals(other.batchTimeout);
    }

    private List<List<Object>> settings() {
        return destinations.stream()
                .map(destination -> List.<Object>of(destination.type(), destination.settings(), destination.filter()))
                .toList();
    }

    /**
     * The share of events like this one that is kept, in (0,1]: the highest that any of the rules' documents asks for. An
     * event that alerts, blocks or is high or critical is kept, unless every one of the documents samples all.
     */
    public double samplingRate(Decision decision) {
        boolean precious =
                decision.action() != Action.LOG || decision.severity().atLeast(Severity.HIGH);
        double rate = 0;
        for (RuleMatch match : decision.matches()) {
            Sampling sampling = samplingOf.getOrDefault(match.policy(), Sampling.NONE);
            rate = Math.max(rate, precious && !sampling.all() ? 1.0 : sampling.rate());
        }
        return rate == 0 ? 1.0 : rate;
    }
}
