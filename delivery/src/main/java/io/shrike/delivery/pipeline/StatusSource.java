package io.shrike.delivery.pipeline;

import io.shrike.model.PolicySource;
import java.util.List;
import java.util.Map;

/**
 * What the pipeline cannot know and {@code sensor_status} tells. Called on the writer thread; implementations read counters of
 * other threads.
 */
public interface StatusSource {
    /** Stops since the start. */
    long seen();

    /** Activities that met a rule. */
    long matched();

    /** Calls that went on without being judged, by reason. */
    Map<String, Long> unwatched();

    /** Calls that ended before they were answered: they never ran, or were made again. */
    long withdrawn();

    /** Why this engine is in use. */
    String engineReason();

    /** Where policies come from, as far as that is on other machines. */
    List<PolicySource> policySources();

    /** Limits that the operator must know. */
    List<String> notes();
}
