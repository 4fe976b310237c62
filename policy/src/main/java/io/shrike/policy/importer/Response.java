package io.shrike.policy.importer;

/** What is done when a selector matches; the constants after ALERT are ways to block. */
enum Response {
    ALERT(""),
    DENY("deny"),
    PAUSE("pause"),
    TERMINATE("terminate");

    private final String word;

    Response(String word) {
        this.word = word;
    }

    boolean blocks() {
        return this != ALERT;
    }

    /** The word of {@code actions.block.action}. */
    String word() {
        return word;
    }
}
