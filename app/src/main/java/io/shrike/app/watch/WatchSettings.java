package io.shrike.app.watch;

import io.shrike.delivery.destination.LineSink;
import io.shrike.delivery.pipeline.PipelineConfig;
import io.shrike.model.Event;
import io.shrike.model.Judge;
import io.shrike.model.Needs;
import io.shrike.trace.launch.ControlChannel.OnSensorLoss;
import java.time.Duration;

/** Everything a watch needs to know before it starts. {@code policyLoaded} is its first own event. */
public record WatchSettings(
        Judge judge,
        Needs needs,
        Event policyLoaded,
        LineSink sink,
        boolean eventsOnStderr,
        PipelineConfig pipeline,
        OnSensorLoss onSensorLoss,
        Duration drainTimeout) {}
