package io.shrike.app.watch;

import io.shrike.app.config.StartPolicy;
import io.shrike.app.deliver.RemoteDelivery;
import io.shrike.app.status.StatusServer;
import io.shrike.delivery.destination.LineSink;
import io.shrike.delivery.pipeline.PipelineConfig;
import io.shrike.model.PolicySource;
import io.shrike.trace.launch.ControlChannel.OnSensorLoss;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Everything a watch needs to know before it starts. {@code supply} brings later policies; without it the first one stays to
 * the end. {@code policySources} are those on other machines, as they are now.
 */
public record WatchSettings(
        StartPolicy start,
        Optional<PolicySupply> supply,
        Supplier<List<PolicySource>> policySources,
        LineSink sink,
        boolean eventsOnStderr,
        PipelineConfig pipeline,
        RemoteDelivery remote,
        Optional<StatusServer> statusServer,
        OnSensorLoss onSensorLoss,
        Duration drainTimeout) {}
