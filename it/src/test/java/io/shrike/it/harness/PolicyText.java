package io.shrike.it.harness;

/** A policy written in a test: the document's sections, below a head that is the same for all. */
final class PolicyText {
    private static final String HEAD =
            "apiVersion: security.qualys.com/v1\nkind: TracingPolicy\nmetadata:\n  name: test\n";

    private PolicyText() {}

    static String of(String sections) {
        return HEAD + sections;
    }
}
