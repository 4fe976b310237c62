package io.shrike.policy.importer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gathers the drafts of one policy into as few documents as can hold them: a document has one way to block, and one rule
 * for connections out.
 */
final class Assembly {
    private final String name;
    private final Notes notes;
    private final List<Sheet> sheets = new ArrayList<>();
    private boolean monitorOnly;

    Assembly(String name, Notes notes) {
        this.name = name;
        this.notes = notes;
        sheets.add(new Sheet(name));
    }

    /** One document. */
    static final class Sheet {
        private final String name;
        private final List<Draft> drafts = new ArrayList<>();

        Sheet(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }

        List<Draft> drafts() {
            return drafts;
        }

        /** How the document blocks, where it does. */
        Optional<Response> block() {
            return drafts.stream().map(Draft::response).filter(Response::blocks).findFirst();
        }

        private boolean hasRoom(Draft draft) {
            boolean sameBlock = !draft.response().blocks()
                    || block().filter(response -> response != draft.response()).isEmpty();
            boolean alone =
                    !draft.section().single() || drafts.stream().noneMatch(other -> other.section() == draft.section());
            return sameBlock && alone;
        }

        private boolean absorbs(Draft draft) {
            for (int i = 0; i < drafts.size(); i++) {
                Optional<Draft> merged = drafts.get(i).merged(draft);
                if (merged.isPresent()) {
                    drafts.set(i, merged.get());
                    return true;
                }
            }
            return false;
        }
    }

    /** Block rules are to be told of, not carried out. */
    void monitorOnly() {
        monitorOnly = true;
    }

    boolean isMonitorOnly() {
        return monitorOnly;
    }

    List<Sheet> sheets() {
        return sheets;
    }

    void add(Draft draft) {
        Optional<String> mistake = RuleCheck.mistake(draft);
        if (mistake.isPresent()) {
            notes.add(draft.position(), draft.origins().getFirst() + ": left out: " + mistake.get());
            return;
        }
        if (sheets.stream().anyMatch(sheet -> sheet.absorbs(draft))) {
            return;
        }
        Optional<Sheet> room =
                sheets.stream().filter(sheet -> sheet.hasRoom(draft)).findFirst();
        if (room.isPresent()) {
            room.get().drafts().add(draft);
        } else {
            Sheet sheet = new Sheet(name + "-" + (sheets.size() + 1));
            sheet.drafts().add(draft);
            sheets.add(sheet);
        }
    }
}
