package io.shrike.it.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.it.harness.Command;
import io.shrike.it.harness.Ending;
import io.shrike.it.harness.Host;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.Ran;
import io.shrike.it.harness.Repository;
import io.shrike.it.harness.ShrikeRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doctor says what can be watched here by watching something, and of each rule how far it works. */
class DoctorIT {
    @TempDir(factory = OpenDirectory.class)
    Path directory;

    private String policy() throws IOException {
        return Files.writeString(directory.resolve("policy.yaml"), """
                apiVersion: security.qualys.com/v1
                kind: TracingPolicy
                metadata: {name: p}
                fileIntegrityMonitoring:
                  paths:
                    - {path: /etc/shadow, events: [open], action: block}
                    - {path: /etc/passwd, events: [chmod], action: block}
                    - {path: /etc/hosts, events: [open]}
                syscallFiltering:
                  rules: [{syscalls: [close]}]
                actions:
                  block: {enabled: true, action: deny}
                """).toString();
    }

    @Test
    void saysOfEachRuleHowFarItWorks() throws IOException {
        Ran ran = Command.shrike(directory, "doctor", "--policy", policy()).alone();
        assertThat(ran.ending()).as(ran.toString()).isEqualTo(new Ending.Exited(0));
        assertThat(ran.stdout())
                .startsWith("engine: notify (a trial program was watched by seccomp user notification)\n")
                .contains("ok    look at results")
                .contains("limit sessions: in this trial, processes from outside are not looked for")
                .contains("enforced  p: fileIntegrityMonitoring.paths[0]\n")
                .containsPattern("enforced  p: fileIntegrityMonitoring.paths\\[1\\]\n +can be raced: chmod")
                .contains("observed  p: fileIntegrityMonitoring.paths[2]\n")
                .containsPattern("blind  p: syscallFiltering.rules\\[0\\]\n +close is never stopped");
    }

    @Test
    void saysWhatAnOrdinaryUserLacks() throws IOException {
        Ran ran = Command.shrike(directory, "doctor", "--policy", policy(), "--format", "json")
                .asUser(Host.ORDINARY_USER)
                .alone();
        assertThat(ran.ending()).as(ran.toString()).isEqualTo(new Ending.Exited(0));
        assertThat(ran.stdout()).contains("CAP_SYS_PTRACE no").contains("no_new_privs is set");
    }

    /** A process has one supervisor: below a watch there can be no other. */
    @Test
    void saysWhyNothingCanBeWatched() throws IOException {
        Command nested = Command.of(
                directory, Repository.shrike().toString(), "doctor", "--policy", policy(), "--format", "json");
        Ran ran = ShrikeRun.of(nested).policy(Path.of("builtin:minimal")).run().ran();
        assertThat(ran.ending()).as(ran.toString()).isEqualTo(new Ending.Exited(1));
        assertThat(ran.stdout())
                .contains("\"engine\" : \"none\"")
                .contains("EBUSY: another supervisor watches this process already")
                .contains("\"coverage\" : \"blind\"");
    }
}
