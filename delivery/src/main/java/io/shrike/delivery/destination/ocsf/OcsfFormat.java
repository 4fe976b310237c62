package io.shrike.delivery.destination.ocsf;

import io.shrike.delivery.destination.RemoteDestination;
import io.shrike.delivery.destination.SendResult;
import io.shrike.model.ByteString;
import io.shrike.model.Event;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A destination that gets its events in the form of OCSF; each line of the journal stays one event. */
public final class OcsfFormat implements RemoteDestination {
    private final RemoteDestination destination;
    private final OcsfEvents events;

    /** {@code hostname} is this machine's. */
    public OcsfFormat(RemoteDestination destination, String hostname) {
        this.destination = destination;
        this.events = new OcsfEvents(hostname);
    }

    @Override
    public String name() {
        return destination.name();
    }

    @Override
    public Optional<String> typeOf(Event event) {
        return destination.typeOf(event);
    }

    @Override
    public SendResult send(List<ByteString> lines) {
        return destination.send(lines.stream().map(this::translated).toList());
    }

    /** A line that cannot be read is damage that the journal's checks have missed: it goes as it is, for it may still be of use. */
    private ByteString translated(ByteString line) {
        try {
            return events.translate(line);
        } catch (IOException _) {
            return line;
        }
    }

    @Override
    public void close() {
        destination.close();
    }
}
