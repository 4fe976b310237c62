package io.shrike.delivery.destination.ocsf;

import io.shrike.delivery.destination.EventForm;
import io.shrike.model.ByteString;
import java.io.IOException;

/** Events as OCSF has them. */
public final class OcsfForm implements EventForm {
    private final OcsfEvents events;

    /** {@code hostname} is this machine's. */
    public OcsfForm(String hostname) {
        this.events = new OcsfEvents(hostname);
    }

    /** A line that cannot be read is damage that the journal's checks have missed: it goes as it is, for it may still be of use. */
    @Override
    public ByteString of(ByteString line) {
        try {
            return events.translate(line);
        } catch (IOException _) {
            return line;
        }
    }
}
