package io.shrike.policy.judge;

import io.shrike.model.ByteString;
import io.shrike.model.ProcessView;
import io.shrike.model.RuleMatch;
import io.shrike.policy.match.NameTable;
import java.util.Optional;

/** Something that only some programs may do, by the file that really runs; what is not told is empty. */
public record Guard(NameTable allowedExecutables, Optional<RuleMatch> allowed, Optional<RuleMatch> violation) {
    /** Whether {@code process} may do it; one whose program is not known may not. */
    boolean trusts(ProcessView process) {
        Optional<ByteString> program = process.executable().asOptional();
        return program.isPresent() && Names.match(allowedExecutables, program.get());
    }
}
