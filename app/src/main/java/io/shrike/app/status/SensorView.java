package io.shrike.app.status;

import io.shrike.model.Event;
import io.shrike.model.RuleMatch;
import io.shrike.trace.engine.StopLatency;
import java.util.List;
import java.util.Map;

/** What may be known of a sensor that serves. Any thread. */
public interface SensorView {
    /** What a sensor_status would tell now. */
    Event.SensorStatus status();

    /** What keeps the sensor from working at all, one text each; none when it is alive. */
    List<String> fatal();

    /** Why programs are not watched or events not delivered at this moment; none when all is well. */
    List<String> troubles();

    /** How often each rule was met. */
    Map<RuleMatch, Long> rules();

    /** How long stops took. */
    StopLatency latency();
}
