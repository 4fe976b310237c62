package io.shrike.policy.compile;

import io.shrike.model.ByteString;
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

    /** Adds a name in its spellings. */
    void add(NameTable.Builder builder, String name, int rule) {
        List<ByteString> spelled = name.startsWith("/") ? spellings.of(name) : List.of(ByteString.utf8(name));
        spelled.forEach(spelling -> builder.add(spelling, rule));
    }
}
