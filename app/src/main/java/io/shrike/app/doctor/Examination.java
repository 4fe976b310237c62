package io.shrike.app.doctor;

import io.shrike.app.explain.Explanation;
import io.shrike.policy.compile.CompiledPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that was found.
 *
 * @param engine the engine that {@code --engine auto} takes here; empty where none works
 * @param why the reason
 */
public record Examination(Optional<String> engine, String why, List<Finding> findings, List<Coverage> rules) {
    /** How the sensor's note about processes from outside begins. */
    private static final String SESSIONS = "processes from outside are ";

    public Examination {
        findings = List.copyOf(findings);
        rules = List.copyOf(rules);
    }

    /** Probes this machine; {@code launcher} is the command that starts a watch. */
    public static Examination of(CompiledPolicy policy, Path launcher, Map<String, String> environment) {
        TrialWatch.Outcome trial = new TrialWatch(launcher).run();
        List<Finding> findings = new ArrayList<>(KernelProbes.all());
        findings.addAll(ProcessProbes.all(environment));
        findings.add(watch(trial));
        findings.add(looks(trial));
        trial.notes().forEach(note -> findings.add(note(note)));
        List<Coverage> rules = Explanation.of(policy).rules().stream()
                .map(rule -> Coverage.of(rule, trial))
                .toList();
        return trial.watched()
                ? new Examination(
                        Optional.of("notify"),
                        "a trial program was watched by seccomp user notification",
                        findings,
                        rules)
                : new Examination(Optional.empty(), trial.problem(), findings, rules);
    }

    private static Finding note(String note) {
        return note.startsWith(SESSIONS)
                ? Finding.limited(
                        "sessions",
                        "in this trial, " + note,
                        "a launcher that is process 1 of its container, or the child of an init that is, infers them from /proc every"
                                + " 100 ms: nothing of them is stopped, and what is shorter is missed")
                : Finding.limited("note of the trial", "sensor_status", note);
    }

    private static Finding watch(TrialWatch.Outcome trial) {
        return trial.watched()
                ? Finding.works("a watch", trial.seen() + " calls of a trial program stopped and went on")
                : Finding.fails("a watch", trial.problem(), "programs run unwatched, or not at all with --fail-closed");
    }

    private static Finding looks(TrialWatch.Outcome trial) {
        if (!trial.watched()) {
            return Finding.fails("look at results", "there was no watch", "rules that block do not work");
        }
        List<String> reasons = trial.unwatched().keySet().stream()
                .filter(reason -> reason.startsWith("unchecked:"))
                .toList();
        return reasons.isEmpty()
                ? Finding.works("look at results", "what opens and connects of the trial came to was looked at")
                : Finding.limited(
                        "look at results",
                        String.join(", ", reasons),
                        "a rule that blocks opens, execs or connects can be raced by another thread");
    }

    /** Whether programs can be watched here. */
    public boolean works() {
        return engine.isPresent();
    }
}
