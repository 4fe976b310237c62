package io.shrike.policy.judge;

import io.shrike.model.ByteString;
import io.shrike.policy.match.NameTable;
import io.shrike.policy.match.RuleHits;

/** Asks tables that hold one question only. */
final class Names {
    private Names() {}

    /** Whether any name of the table, all added for rule 0, names the program. */
    static boolean match(NameTable names, ByteString program) {
        RuleHits hits = new RuleHits(1);
        names.match(program, hits);
        return !hits.isEmpty();
    }
}
