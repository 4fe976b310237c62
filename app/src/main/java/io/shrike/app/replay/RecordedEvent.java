package io.shrike.app.replay;

import io.shrike.model.Activity;
import io.shrike.model.ProcessRef;
import java.util.List;

/**
 * An event made an activity again.
 *
 * @param line where it stands in the recording, from 1
 * @param subject what the activity is about, for people
 * @param missing what the event does not hold and a rule may ask for
 */
public record RecordedEvent(
        long line,
        String eventId,
        String timestamp,
        String subject,
        Activity activity,
        ProcessRef process,
        Ruling recorded,
        List<String> missing) {
    public RecordedEvent {
        missing = List.copyOf(missing);
    }
}
