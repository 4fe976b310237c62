package io.shrike.policy.compile;

import static io.shrike.model.Interest.FILE_CHMOD;
import static io.shrike.model.Interest.FILE_IDENTITY;
import static io.shrike.model.Interest.FILE_WRITE;
import static io.shrike.policy.compile.Fixture.compile;
import static io.shrike.policy.compile.Fixture.connect;
import static io.shrike.policy.compile.Fixture.exec;
import static io.shrike.policy.compile.Fixture.existing;
import static io.shrike.policy.compile.Fixture.file;
import static io.shrike.policy.compile.Fixture.rules;
import static io.shrike.policy.compile.Fixture.shell;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.Activity;
import io.shrike.model.Activity.SyscallActivity;
import io.shrike.model.FileOperation;
import io.shrike.model.Judge;
import io.shrike.model.RuleMatch;
import io.shrike.policy.yaml.ParseResult;
import io.shrike.policy.yaml.PolicyParser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@code tracedSyscalls} leaves to the other sections, and what it takes from them. */
class TracedSyscallsTest {
    private static final String TRACED = "syscallFiltering.tracedSyscalls";
    private static final String EVERY = "syscallFiltering:\n  tracedSyscalls: ['*']\n";
    private static final Activity WRITE = file("openat", existing("/tmp/x"), FileOperation.WRITE);
    private static final Activity EXEC = exec("/usr/bin/true", "true");
    private static final Activity CONNECT = connect("192.0.2.9", 443);

    private static List<String> told(String sections, Activity activity) {
        return rules(compile(sections).judge().decide(activity, shell()));
    }

    @Test
    void logsWhatNoSectionIsAbout() {
        assertThat(told(EVERY, WRITE)).containsExactly(TRACED);
        assertThat(told(EVERY, EXEC)).containsExactly(TRACED);
        assertThat(told(EVERY, CONNECT)).containsExactly(TRACED);
    }

    @Test
    void leavesFilesToTheSectionAboutFiles() {
        String files = "fileIntegrityMonitoring:\n  paths: [{path: /etc}]\n" + EVERY;
        assertThat(told(files, WRITE)).isEmpty();
        assertThat(told(files, EXEC)).containsExactly(TRACED);
    }

    @Test
    void leavesExecutionsToTheSectionsAboutPrograms() {
        String execs = "processExecution:\n  trackedExecutables: [{name: nc}]\n" + EVERY;
        assertThat(told(execs, EXEC)).isEmpty();
        assertThat(told(execs, CONNECT)).containsExactly(TRACED);
        String managers = "softwareInstallation:\n  packageManagers: [{name: apt}]\n" + EVERY;
        assertThat(told(managers, EXEC)).isEmpty();
        assertThat(told(managers, WRITE)).containsExactly(TRACED);
    }

    @Test
    void leavesPackageDatabasesToTheSectionAboutSoftware() {
        assertThat(told("softwareInstallation: {packageDatabases: true}\n" + EVERY, WRITE))
                .isEmpty();
    }

    @Test
    void leavesSocketsToTheSectionAboutNetworks() {
        String network = "networkMonitoring:\n  outboundConnections: {blockedPorts: [23], logAllowed: false}\n" + EVERY;
        assertThat(told(network, CONNECT)).isEmpty();
        assertThat(told(network, EXEC)).containsExactly(TRACED);
    }

    @Test
    void asksForTheCallsThatNoSectionCovers() {
        String traced = "syscallFiltering:\n  tracedSyscalls: [open, execve, mount]\n";
        assertThat(compile(traced).needs().syscalls())
                .containsExactlyInAnyOrder("open", "openat", "openat2", "creat", "execve", "execveat", "mount");
        assertThat(compile("processExecution:\n  trackedExecutables: [{name: nc}]\n" + traced)
                        .needs()
                        .syscalls())
                .containsExactlyInAnyOrder("open", "openat", "openat2", "creat", "mount");
    }

    @Test
    void everyCallLimitsNothing() {
        CompiledPolicy policy =
                compile("fileIntegrityMonitoring:\n  paths: [{path: /etc, events: [write, chmod]}]\n" + EVERY);
        assertThat(policy.needs().interests()).containsExactlyInAnyOrder(FILE_WRITE, FILE_CHMOD, FILE_IDENTITY);
        assertThat(policy.ruleNeeds().getFirst().untraced()).isEmpty();
    }

    @Test
    void rulesAboutCallsThatAreNotTracedNeverFire() {
        CompiledPolicy policy = compile("""
                syscallFiltering:
                  tracedSyscalls: [mount]
                  rules: [{syscalls: [ptrace, mount], severity: high}]
                """);
        assertThat(policy.needs().syscalls()).containsExactly("mount");
        Judge judge = policy.judge();
        assertThat(rules(judge.decide(new SyscallActivity("mount", List.of(), List.of()), shell())))
                .containsExactly("syscallFiltering.rules[0]");
        assertThat(judge.decide(new SyscallActivity("ptrace", List.of(), List.of()), shell())
                        .matched())
                .isFalse();
    }

    @Test
    void carriesTheLabelsOfItsDocument() {
        String text = """
                apiVersion: security.qualys.com/v1
                kind: TracingPolicy
                metadata: {name: p, labels: {team: red}}
                syscallFiltering: {tracedSyscalls: [mount]}
                """;
        ParseResult parsed = PolicyParser.parse("p", text.getBytes(StandardCharsets.UTF_8), _ -> Optional.empty());
        Judge judge = new PolicyCompiler(Set::of).compile(parsed.documents()).judge();
        RuleMatch match = judge.decide(new SyscallActivity("mount", List.of(), List.of()), shell())
                .matches()
                .getFirst();
        assertThat(match.tags()).containsExactly("team=red");
    }

    @Test
    void keepsTheHigherRateOfTwoDocumentsOfOneName() {
        String head = """
                apiVersion: security.qualys.com/v1
                kind: TracingPolicy
                metadata: {name: p}
                syscallFiltering: {tracedSyscalls: [mount]}
                """;
        String text = head + "performance: {samplingRate: 0.25, sampleAll: true}\n---\n" + head
                + "performance: {samplingRate: 0.5}\n";
        ParseResult parsed = PolicyParser.parse("p", text.getBytes(StandardCharsets.UTF_8), _ -> Optional.empty());
        DeliverySettings delivery =
                new PolicyCompiler(Set::of).compile(parsed.documents()).delivery();
        assertThat(delivery.samplingOf()).containsEntry("p", new DeliverySettings.Sampling(0.5, false));
    }
}
