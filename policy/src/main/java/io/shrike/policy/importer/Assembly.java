package io.shrike.policy.importer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

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
        private final SequencedMap<Draft.Key, Draft> drafts = new LinkedHashMap<>();

        Sheet(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }

        Collection<Draft> drafts() {
            return drafts.values();
        }

        /** A rule that is there already, but for its events, gets these too. */
        void add(Draft draft) {
            drafts.merge(draft.key(), draft, Draft::merged);
        }

        /** How the document blocks, where it does. */
        Optional<Response> block() {
            return drafts.values().stream()
                    .map(Draft::response)
                    .filter(Response::blocks)
                    .findFirst();
        }

        private boolean hasRoom(Draft draft) {
            boolean sameBlock = !draft.response().blocks()
                    || block().filter(response -> response != draft.response()).isEmpty();
            boolean alone = !draft.section().single()
                    || drafts.values().stream().noneMatch(other -> other.section() == draft.section());
            return sameBlock && alone;
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
        Optional<Sheet> place = sheets.stream()
                .filter(sheet -> sheet.drafts.containsKey(draft.key()) || sheet.hasRoom(draft))
                .findFirst();
        Sheet sheet = place.orElseGet(() -> new Sheet(name + "-" + (sheets.size() + 1)));
        if (place.isEmpty()) {
            sheets.add(sheet);
        }
        sheet.add(draft);
    }

    /** Leaves out the rules that Shrike itself would refuse, each with a note of the reason. */
    void check() {
        for (Sheet sheet : sheets) {
            if (RuleCheck.mistake(sheet).isPresent()) {
                sheet.drafts.values().removeIf(this::isRefused);
            }
        }
        Sheet first = sheets.getFirst();
        sheets.removeIf(sheet -> sheet != first && sheet.drafts.isEmpty());
    }

    private boolean isRefused(Draft draft) {
        Sheet alone = new Sheet(name);
        alone.add(draft);
        Optional<String> mistake = RuleCheck.mistake(alone);
        mistake.ifPresent(
                why -> notes.add(draft.position(), draft.origins().getFirst() + ": a rule is left out: " + why));
        return mistake.isPresent();
    }
}
