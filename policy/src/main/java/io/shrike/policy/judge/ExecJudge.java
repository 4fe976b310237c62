package io.shrike.policy.judge;

import io.shrike.model.Activity.ExecActivity;
import io.shrike.model.ByteString;
import io.shrike.model.DigestNeed;
import io.shrike.model.EventType;
import io.shrike.model.Finding;
import io.shrike.model.ProcessView;
import io.shrike.model.ProgramFile;
import io.shrike.policy.match.NameTable;
import io.shrike.policy.match.RuleHits;
import io.shrike.policy.redact.Redaction;
import io.shrike.policy.software.MultiCall;
import java.util.List;
import java.util.Optional;

/**
 * Decides execs by the names of the program: as given, after symlinks, the script's interpreters, and the applet of a
 * multi-call binary. Rules that go by content alone are found by it.
 */
final class ExecJudge {
    private final List<ExecEntry> rules;
    private final NameTable names;
    private final DigestTable digests;
    private final RuleHits hits;
    private final boolean namedAsk;

    ExecJudge(List<ExecEntry> rules, NameTable names, DigestTable digests) {
        this.rules = List.copyOf(rules);
        this.names = names;
        this.digests = digests;
        hits = new RuleHits(rules.size());
        namedAsk = rules.stream().anyMatch(rule -> rule.digest().need() != DigestNeed.NONE);
    }

    void judge(ExecActivity exec, ProcessView process, Tally tally) {
        find(exec);
        exec.files().forEach(file -> digests.match(file, hits));
        if (!hits.isEmpty()) {
            report(exec, process, tally);
        }
    }

    /** Whether some rule, whose other conditions hold, asks what the program's content is. */
    DigestNeed digestNeed(ExecActivity exec, ProcessView process) {
        DigestNeed need = digests.need();
        if (!namedAsk) {
            return need;
        }
        find(exec);
        for (int rule : hits.sorted()) {
            ExecEntry entry = rules.get(rule);
            if (entry.digest().need().compareTo(need) > 0 && entry.holdsButForDigest(exec, process)) {
                need = entry.digest().need();
            }
        }
        return need;
    }

    private void find(ExecActivity exec) {
        hits.clear();
        exec.requestedPath().asOptional().ifPresent(this::look);
        exec.program().path().asOptional().ifPresent(this::look);
        for (ProgramFile interpreter : exec.interpreters()) {
            interpreter.path().asOptional().ifPresent(this::look);
        }
        MultiCall.applet(exec).ifPresent(this::look);
    }

    private void look(ByteString path) {
        names.match(path, hits);
    }

    private void report(ExecActivity exec, ProcessView process, Tally tally) {
        boolean met = false;
        boolean capture = false;
        for (int rule : hits.sorted()) {
            ExecEntry entry = rules.get(rule);
            if (entry.holds(exec, process)) {
                tally.add(entry.match());
                met = true;
                capture |= entry.captureArguments();
            }
        }
        if (met) {
            Optional<List<ByteString>> captured =
                    capture ? exec.arguments().asOptional().map(Redaction::redact) : Optional.empty();
            tally.offer(EventType.PROCESS_EXECUTION, new Finding.Execution(captured));
        }
    }
}
