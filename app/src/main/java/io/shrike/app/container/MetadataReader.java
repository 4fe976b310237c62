package io.shrike.app.container;

import java.io.IOException;

/** Asks for what is known of the task. */
interface MetadataReader {
    /** May block for seconds. The exception's message says why there is no answer, for people. */
    TaskMetadata read() throws IOException;
}
