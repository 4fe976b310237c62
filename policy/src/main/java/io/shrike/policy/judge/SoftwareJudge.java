package io.shrike.policy.judge;

import io.shrike.model.Activity.ExecActivity;
import io.shrike.model.EventType;
import io.shrike.model.Finding.Software;
import io.shrike.model.ProcessView;
import io.shrike.policy.software.OtherManager;
import io.shrike.policy.software.PackageCommand;
import io.shrike.policy.software.SoftwareDetector;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides execs of package managers. A rule for {@code apt} is also about apt-get and aptitude where its document has none
 * for them; a rule for a manager that is not built in goes by its commands alone.
 */
final class SoftwareJudge {
    private static final Set<String> APT = Set.of("apt-get", "aptitude");

    private final List<List<SoftwareEntry>> documents;

    /** One list of rules for each document. */
    SoftwareJudge(List<List<SoftwareEntry>> documents) {
        this.documents = documents.stream().map(List::copyOf).toList();
    }

    void judge(ExecActivity exec, ProcessView process, Tally tally) {
        if (documents.isEmpty()) {
            return;
        }
        Optional<PackageCommand> command = SoftwareDetector.detect(exec, process);
        for (List<SoftwareEntry> rules : documents) {
            command.ifPresent(found -> builtIn(found, rules, tally));
            others(exec, rules, tally);
        }
    }

    private static void builtIn(PackageCommand command, List<SoftwareEntry> rules, Tally tally) {
        boolean named = false;
        for (SoftwareEntry rule : rules) {
            if (command.isOf(rule.name()) && command.isAnyOf(rule.commands())) {
                report(rule, command.software(), tally);
            }
            named |= command.isOf(rule.name());
        }
        if (!named) {
            for (SoftwareEntry rule : rules) {
                boolean covers = (rule.name().equals("apt") && APT.contains(command.manager()))
                        || rule.commands().stream().anyMatch(command::isOf);
                if (covers && command.isAnyOf(rule.commands())) {
                    report(rule, command.software(), tally);
                }
            }
        }
    }

    private static void others(ExecActivity exec, List<SoftwareEntry> rules, Tally tally) {
        for (SoftwareEntry rule : rules) {
            if (!PackageCommand.isBuiltIn(rule.name())) {
                OtherManager.read(exec, rule.name(), rule.commands())
                        .ifPresent(software -> report(rule, software, tally));
            }
        }
    }

    private static void report(SoftwareEntry rule, Software software, Tally tally) {
        boolean tool = software.packageManager().equals("curl")
                || software.packageManager().equals("wget");
        tally.add(rule.match());
        tally.offer(tool ? EventType.FILE_DOWNLOAD : EventType.SOFTWARE_INSTALLATION, software);
    }
}
