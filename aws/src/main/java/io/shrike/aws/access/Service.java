package io.shrike.aws.access;

import io.shrike.delivery.destination.RemoteDestination;
import io.shrike.model.Event;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** A destination of AWS. Its client is made with the first batch, by the thread that sends, as that takes a while. */
public abstract class Service<C extends SdkAutoCloseable> implements RemoteDestination {
    private final String name;
    private final Supplier<C> maker;
    private Optional<C> client = Optional.empty();

    protected Service(String name, Supplier<C> maker) {
        this.name = name;
        this.maker = maker;
    }

    protected final C client() {
        C made = client.orElseGet(maker);
        client = Optional.of(made);
        return made;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Optional<String> typeOf(Event event) {
        return Optional.of(event.type().wireName());
    }

    @Override
    public final void close() {
        client.ifPresent(SdkAutoCloseable::close);
    }
}
