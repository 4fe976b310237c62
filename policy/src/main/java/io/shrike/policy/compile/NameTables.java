package io.shrike.policy.compile;

import io.shrike.model.ByteString;
import io.shrike.policy.document.ProgramRule;
import io.shrike.policy.judge.Guard;
import io.shrike.policy.match.NameTable;
import java.util.List;
import java.util.Optional;

/** Makes tables that hold one list of executables each, as rule 0. */
final class NameTables {
    private final Spellings spellings;

    NameTables(Spellings spellings) {
        this.spellings = spellings;
    }

    /** Empty for an empty list. */
    Optional<NameTable> of(List<String> names) {
        if (names.isEmpty()) {
            return Optional.empty();
        }
        NameTable.Builder builder = new NameTable.Builder();
        names.forEach(name -> add(builder, name, 0));
        return Optional.of(builder.build());
    }

    /** As {@link #of}, of an empty list a table that matches nothing. */
    NameTable orNothing(List<String> names) {
        return of(names).orElseGet(() -> new NameTable.Builder().build());
    }

    /** What {@code rule} makes of programs that may and that may not; {@code logAllowed}: the first are told, too. */
    Guard guard(ProgramRule rule, boolean logAllowed, DocumentScope scope) {
        return new Guard(
                orNothing(rule.allowedExecutables()),
                logAllowed ? scope.logged(rule.source()) : Optional.empty(),
                scope.match(rule.source(), rule.severity(), rule.action()));
    }

    /** Adds a name in its spellings. */
    void add(NameTable.Builder builder, String name, int rule) {
        List<ByteString> spelled = name.startsWith("/") ? spellings.of(name) : List.of(ByteString.utf8(name));
        spelled.forEach(spelling -> builder.add(spelling, rule));
    }
}
