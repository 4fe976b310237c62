import org.jspecify.annotations.NullMarked;

/** From a stop of the kernel to an activity and back to a verdict. */
@NullMarked
module io.shrike.trace {
    requires static org.jspecify;
    requires transitive io.shrike.model;
    requires transitive io.shrike.linux;

    exports io.shrike.trace.attach;
    exports io.shrike.trace.engine;
    exports io.shrike.trace.engine.ptrace;
    exports io.shrike.trace.decode;
    exports io.shrike.trace.digest;
    exports io.shrike.trace.launch;
    exports io.shrike.trace.path;
    exports io.shrike.trace.session;
    exports io.shrike.trace.tree;
}
