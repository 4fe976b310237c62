package io.shrike.policy.yaml;

/**
 * The JSON Schema (draft 2020-12) of policies, for editors and pipelines. It accepts and refuses what {@link PolicyParser}
 * does, but for what a schema cannot say: ranges that run backwards, lengths in bytes, keys given twice, variables that are
 * not set.
 */
public final class PolicySchema {
    private PolicySchema() {}

    /** The schema as JSON text. */
    public static String text() {
        return Resources.text("tracing-policy.schema.json");
    }
}
