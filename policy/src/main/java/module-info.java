import org.jspecify.annotations.NullMarked;

/** Policies: YAML in, compiled decisions out. No threads, sockets or clock of its own. */
@NullMarked
module io.shrike.policy {
    requires static org.jspecify;
    requires transitive io.shrike.model;
    requires org.snakeyaml.engine;

    exports io.shrike.policy.compile;
    exports io.shrike.policy.document;
    exports io.shrike.policy.explain;
    exports io.shrike.policy.importer;
    exports io.shrike.policy.installed;
    exports io.shrike.policy.match;
    exports io.shrike.policy.redact;
    exports io.shrike.policy.scenario;
    exports io.shrike.policy.source;
    exports io.shrike.policy.yaml;
}
