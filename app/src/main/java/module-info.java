import org.jspecify.annotations.NullMarked;

/** The shrike command: the only place that sees everything. */
@NullMarked
module io.shrike.app {
    requires static org.jspecify;
    requires io.shrike.linux;
    requires io.shrike.model;
    requires io.shrike.policy;
    requires io.shrike.trace;
    requires io.shrike.delivery;
    requires com.fasterxml.jackson.core;
    requires info.picocli;
    requires java.net.http;
    requires jdk.httpserver;

    uses io.shrike.delivery.destination.DestinationProvider;
    uses io.shrike.delivery.source.TextSourceProvider;

    // picocli sets options by reflection
    opens io.shrike.app.cli to
            info.picocli;
}
