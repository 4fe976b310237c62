package io.shrike.policy.importer;

import io.shrike.policy.document.Position;

/** How well the rules made of one selector fit it: once a condition is lost they are wider, and must not block. */
final class Fit {
    private final Notes notes;
    private boolean wider;

    Fit(Notes notes) {
        this.notes = notes;
    }

    void lost(Position position, String why) {
        wider = true;
        notes.add(position, why);
    }

    /** Something to know that lets nothing more through. */
    void note(Position position, String what) {
        notes.add(position, what);
    }

    boolean isWider() {
        return wider;
    }
}
