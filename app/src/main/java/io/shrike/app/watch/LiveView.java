package io.shrike.app.watch;

import io.shrike.app.status.SensorView;
import io.shrike.delivery.pipeline.Pipeline;
import io.shrike.model.DeliveryState;
import io.shrike.model.Event;
import io.shrike.model.RuleMatch;
import io.shrike.trace.engine.StopLatency;
import io.shrike.trace.engine.TracingEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A watch under way, as others may see it. */
record LiveView(TracingEngine engine, Thread stopThread, ActivityRecorder recorder, Pipeline pipeline)
        implements SensorView {
    /** No stop takes so long unless the sensor hangs. */
    private static final long HANGS = Duration.ofSeconds(10).toNanos();

    @Override
    public Event.SensorStatus status() {
        return pipeline.status();
    }

    @Override
    public List<String> fatal() {
        List<String> fatal = new ArrayList<>();
        if (!stopThread.isAlive() && !engine.hasEnded()) {
            fatal.add("the thread that answers stops has died");
        }
        long serving = engine.servingNanos();
        if (serving > HANGS) {
            fatal.add("a stop has not been answered for "
                    + Duration.ofNanos(serving).toSeconds() + " s");
        }
        return fatal;
    }

    @Override
    public List<String> troubles() {
        List<String> troubles = new ArrayList<>();
        if (engine.hasEnded()) {
            troubles.add("no program is watched any more");
        }
        pipeline.obstacle().ifPresent(reason -> troubles.add("events do not get out: " + reason));
        for (DeliveryState.Destination destination :
                pipeline.status().delivery().destinations()) {
            if (!destination.circuit().equals("closed")) {
                troubles.add(destination.name() + " takes no events: "
                        + destination.lastFailure().orElse("unknown") + ", " + destination.waiting() + " wait");
            }
        }
        return troubles;
    }

    @Override
    public Map<RuleMatch, Long> rules() {
        return recorder.rules();
    }

    @Override
    public StopLatency latency() {
        return engine.latency();
    }
}
