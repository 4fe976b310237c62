package io.shrike.app.watch;

import io.shrike.app.config.StartPolicy;
import io.shrike.app.deliver.RemoteDelivery;
import io.shrike.app.status.StatusServer;
import io.shrike.delivery.destination.LineSink;
import io.shrike.delivery.pipeline.PipelineConfig;
import io.shrike.trace.launch.ControlChannel.OnSensorLoss;
import java.time.Duration;
import java.util.Optional;

/**
 * Everything a watch needs to know before it starts. {@code supply} brings later policies; without it the first one stays to
 * the end.
 */
public record WatchSettings(
        StartPolicy start,
        Optional<PolicySupply> supply,
        LineSink sink,
        boolean eventsOnStderr,
        PipelineConfig pipeline,
        RemoteDelivery remote,
        Optional<StatusServer> statusServer,
        OnSensorLoss onSensorLoss,
        Duration drainTimeout) {}
