package io.shrike.policy.importer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;

/** Makes the drafts of one selector. */
record Drafter(Hook hook, Selector selector, Consumer<Draft> drafts) {
    Fit fit() {
        return selector.fit();
    }

    static SequencedMap<String, Out> keys() {
        return new LinkedHashMap<>();
    }

    void draft(Section section, SequencedMap<String, Out> keys) {
        draft(section, keys, List.of());
    }

    /** A rule that came out wider than the selector must not block what the selector would not have blocked. */
    void draft(Section section, SequencedMap<String, Out> keys, List<String> events) {
        Response wanted = selector.response();
        Response response = fit().isWider() ? Response.ALERT : wanted;
        if (response != wanted) {
            fit().note(selector.position(), "alerts and does not block: the rule is wider than the selector");
        }
        drafts.accept(new Draft(
                section,
                keys,
                events,
                wanted,
                response,
                hook.tags(),
                selector.position(),
                List.of(selector.place() + " at line " + selector.position().line())));
    }

    void lost(Condition condition, String why) {
        fit().lost(
                        condition.position(),
                        "matchArgs: argument " + condition.index() + " " + condition.written() + ": left out: " + why);
    }

    void programsAreLost(String what) {
        if (selector.namesPrograms()) {
            fit().lost(selector.position(), "matchBinaries: left out: " + what + " cannot name programs");
        }
    }

    void parentsAreLost() {
        if (!selector.parents().isEmpty()) {
            fit().lost(
                            selector.position(),
                            "matchParentBinaries: left out: only rules about programs can name parents");
        }
    }
}
