package io.shrike.policy.judge;

import io.shrike.model.Activity.ExecActivity;
import io.shrike.model.ByteString;
import io.shrike.model.EventType;
import io.shrike.model.Finding;
import io.shrike.model.ProcessView;
import io.shrike.model.ProgramFile;
import io.shrike.policy.redact.Redaction;
import io.shrike.policy.software.MultiCall;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Decides execs of shells that have a network socket as standard input, output or error: somebody far away types what they
 * run. A shell is told by the file that really runs, be it an interpreter, or by the applet of a multi-call binary.
 */
final class ReverseShellJudge {
    private static final Set<String> SHELLS = Set.of(
            "sh", "bash", "rbash", "dash", "ash", "hush", "zsh", "ksh", "rksh", "mksh", "lksh", "oksh", "pdksh", "yash",
            "posh", "fish", "csh", "tcsh");

    /** As in {@code bash-5.2} or {@code ksh93u+m}. */
    private static final Pattern VERSION = Pattern.compile("-?[0-9].*");

    private final List<Guard> rules;

    ReverseShellJudge(List<Guard> rules) {
        this.rules = List.copyOf(rules);
    }

    void judge(ExecActivity exec, ProcessView process, Tally tally) {
        if (exec.sockets().isEmpty() || rules.isEmpty() || !startsShell(exec)) {
            return;
        }
        for (Guard rule : rules) {
            if (rule.violation().isPresent() && !rule.trusts(process)) {
                tally.add(rule.violation().get());
                Optional<List<ByteString>> arguments =
                        exec.arguments().asOptional().map(Redaction::redact);
                tally.offer(EventType.PROCESS_EXECUTION, new Finding.Execution(arguments));
            }
        }
    }

    private static boolean startsShell(ExecActivity exec) {
        return Stream.concat(Stream.of(exec.program()), exec.interpreters().stream())
                        .map(ProgramFile::path)
                        .flatMap(path -> path.asOptional().stream())
                        .anyMatch(ReverseShellJudge::isShell)
                || MultiCall.applet(exec).filter(ReverseShellJudge::isShell).isPresent();
    }

    private static boolean isShell(ByteString path) {
        return SHELLS.contains(VERSION.matcher(path.baseName().escaped()).replaceFirst(""));
    }
}
