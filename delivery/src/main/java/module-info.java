import org.jspecify.annotations.NullMarked;

/** Events on their way out. */
@NullMarked
module io.shrike.delivery {
    requires static org.jspecify;
    requires transitive io.shrike.model;
    requires com.fasterxml.jackson.core;
    requires java.net.http;

    exports io.shrike.delivery.destination;
    exports io.shrike.delivery.destination.http;
    exports io.shrike.delivery.destination.local;
    exports io.shrike.delivery.destination.ocsf;
    exports io.shrike.delivery.destination.qualys;
    exports io.shrike.delivery.destination.syslog;
    exports io.shrike.delivery.encode;
    exports io.shrike.delivery.journal;
    exports io.shrike.delivery.pipeline;
    exports io.shrike.delivery.send;
    exports io.shrike.delivery.source;
}
