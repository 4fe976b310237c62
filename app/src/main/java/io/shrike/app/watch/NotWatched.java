package io.shrike.app.watch;

import io.shrike.model.Event;
import io.shrike.trace.attach.Population.Inhabitant;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Tells of processes that could not be attached to: on standard error, by an event, and in the status. */
final class NotWatched {
    private final PrintStream err;
    private final AtomicInteger count = new AtomicInteger();
    private volatile String first = "";

    NotWatched(PrintStream err) {
        this.err = err;
    }

    /** One more; its event goes to {@code events}. */
    void tell(Inhabitant process, String why, Consumer<Event> events) {
        String text = "process " + process.pid() + " (" + process.program() + ") is not watched: " + why;
        if (count.getAndIncrement() == 0) {
            first = text;
        }
        err.println("shrike: " + text);
        Instant now = Instant.now();
        events.accept(new Event.SensorGap(now, now, text, 0));
    }

    /** For the status. Any thread. */
    List<String> notes() {
        int told = count.get();
        return told == 0 ? List.of() : List.of("processes that are not watched: " + told + "; the first: " + first);
    }
}
