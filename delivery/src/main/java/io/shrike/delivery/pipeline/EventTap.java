package io.shrike.delivery.pipeline;

import io.shrike.model.DeliveryState;
import io.shrike.model.Event;
import java.util.List;
import java.util.Optional;

/** Takes events, as they are written to the sink, on their other way: to destinations beyond this machine. */
public interface EventTap {
    /** The writer thread: the event's line of JSON is in {@code bytes} from {@code from} to {@code to}, newline excluded. */
    void take(Event event, byte[] bytes, int from, int to);

    /** Whether there is anybody to take events: then a sink that takes none holds nothing up. */
    boolean isActive();

    /** The writer thread: what was taken is to be kept from now on. */
    void flush();

    /** Any thread: how it goes. */
    DeliveryState state();

    /** Nothing is taken. */
    EventTap NONE = none(List.of());

    /** Nothing is taken, and the status says why. */
    static EventTap none(List<String> notes) {
        DeliveryState state = new DeliveryState(List.of(), Optional.empty(), notes);
        return new EventTap() {
            @Override
            public void take(Event event, byte[] bytes, int from, int to) {}

            @Override
            public boolean isActive() {
                return false;
            }

            @Override
            public void flush() {}

            @Override
            public DeliveryState state() {
                return state;
            }
        };
    }
}
