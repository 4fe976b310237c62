package io.shrike.delivery.pipeline;

import io.shrike.model.DeliveryState;
import io.shrike.model.Event;

/** Takes events, as they are written to the sink, on their other way: to destinations beyond this machine. */
public interface EventTap {
    /** The writer thread: the event's line of JSON is in {@code bytes} from {@code from} to {@code to}, newline excluded. */
    void take(Event event, byte[] bytes, int from, int to);

    /** The writer thread: what was taken is to be kept from now on. */
    void flush();

    /** Any thread: how it goes. */
    DeliveryState state();

    /** Nothing is taken. */
    EventTap NONE = new EventTap() {
        @Override
        public void take(Event event, byte[] bytes, int from, int to) {}

        @Override
        public void flush() {}

        @Override
        public DeliveryState state() {
            return DeliveryState.NONE;
        }
    };
}
