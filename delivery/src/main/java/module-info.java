import org.jspecify.annotations.NullMarked;

/** Events on their way out. */
@NullMarked
module io.shrike.delivery {
    requires static org.jspecify;
    requires transitive io.shrike.model;
    requires com.fasterxml.jackson.core;
}
