import org.jspecify.annotations.NullMarked;

/** The vocabulary of Shrike: activities, decisions, verdicts and events. Depends on java.base alone. */
@NullMarked
module io.shrike.model {
    requires static org.jspecify;

    exports io.shrike.model;
}
