package io.shrike.delivery.pipeline;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/** The time of day, for the sensor's own events, and a clock that only goes forward, for everything that is due. */
record Clocks(InstantSource wall, LongSupplier nanoTime) {
    static final Clocks SYSTEM = new Clocks(InstantSource.system(), System::nanoTime);
}
