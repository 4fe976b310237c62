package io.shrike.delivery.destination;

import io.shrike.model.ByteString;
import io.shrike.model.Event;
import java.util.List;
import java.util.Optional;

/** Gives a destination that looks into no event each of them in another form. */
public final class FormedEvents implements RemoteDestination {
    private final RemoteDestination destination;
    private final EventForm form;

    public FormedEvents(RemoteDestination destination, EventForm form) {
        this.destination = destination;
        this.form = form;
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
        return destination.send(lines.stream().map(form::of).toList());
    }

    @Override
    public boolean keepsBatches() {
        return destination.keepsBatches();
    }

    @Override
    public void close() {
        destination.close();
    }
}
