package io.shrike.app.cli;

/** How a command tells its result. */
enum OutputFormat {
    /** For people. */
    TEXT,
    /** For programs: one JSON value. */
    JSON
}
