package io.shrike.policy.judge;

import io.shrike.model.Activity.ExecActivity;
import io.shrike.model.Ancestor;
import io.shrike.model.ByteString;
import io.shrike.model.ProcessView;
import io.shrike.model.ProgramFile;
import io.shrike.model.RuleMatch;
import io.shrike.policy.document.ExecRules.UserRange;
import io.shrike.policy.match.NameTable;
import io.shrike.policy.match.PathTable;
import io.shrike.policy.match.RuleHits;
import java.util.List;
import java.util.Optional;

/**
 * What an exec rule says beyond the name of the program. All conditions that are given must hold.
 *
 * @param users empty is anybody
 */
public record ExecEntry(
        RuleMatch match,
        ArgumentsCondition arguments,
        boolean captureArguments,
        Optional<NameTable> parents,
        List<UserRange> users,
        Optional<PathTable> workingDirectories,
        List<VariableCondition> environment,
        boolean fileless,
        boolean newBinary,
        DigestCondition digest) {
    public ExecEntry {
        users = List.copyOf(users);
        environment = List.copyOf(environment);
    }

    boolean holds(ExecActivity exec, ProcessView process) {
        return digest.holds(exec) && holdsButForDigest(exec, process);
    }

    /** Everything but the content of the program. */
    boolean holdsButForDigest(ExecActivity exec, ProcessView process) {
        return (!fileless || exec.program().fileless())
                && (!newBinary || isNew(exec))
                && arguments.holds(exec.arguments())
                && environmentHolds(exec)
                && userHolds(process)
                && parentHolds(process)
                && directoryHolds(process);
    }

    private static boolean isNew(ExecActivity exec) {
        return exec.program().newBinary() || exec.interpreters().stream().anyMatch(ProgramFile::newBinary);
    }

    private boolean environmentHolds(ExecActivity exec) {
        if (environment.isEmpty()) {
            return true;
        }
        List<ByteString> variables = exec.environment().asOptional().orElse(List.of());
        return environment.stream().anyMatch(condition -> condition.holds(variables));
    }

    private boolean userHolds(ProcessView process) {
        if (users.isEmpty()) {
            return true;
        }
        Optional<Integer> uid = process.uid().asOptional();
        return uid.isPresent() && users.stream().anyMatch(range -> range.contains(Integer.toUnsignedLong(uid.get())));
    }

    private boolean parentHolds(ProcessView process) {
        if (parents.isEmpty()) {
            return true;
        }
        List<Ancestor> ancestors = process.ancestors();
        return !ancestors.isEmpty()
                && ancestors
                        .getFirst()
                        .executable()
                        .asOptional()
                        .filter(path -> Names.match(parents.get(), path))
                        .isPresent();
    }

    private boolean directoryHolds(ProcessView process) {
        if (workingDirectories.isEmpty()) {
            return true;
        }
        Optional<ByteString> cwd = process.cwd().asOptional();
        RuleHits hits = new RuleHits(1);
        cwd.ifPresent(path -> workingDirectories.get().match(path, hits));
        return !hits.isEmpty();
    }
}
