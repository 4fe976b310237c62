package io.shrike.it.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.it.harness.Command;
import io.shrike.it.harness.Ending;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy of another tool is imported, checked, and put into effect. */
class PolicyImportIT {
    @TempDir(factory = OpenDirectory.class)
    Path directory;

    @Test
    void anImportedPolicyTellsWhatTheOriginalWouldHaveTold() throws IOException {
        Path data = Files.createDirectory(directory.toRealPath().resolve("data"));
        Path original = Files.writeString(directory.resolve("tetragon.yaml"), """
            apiVersion: cilium.io/v1alpha1
            kind: TracingPolicy
            metadata: {name: moved}
            spec:
              kprobes:
                - call: security_file_permission
                  syscall: false
                  args: [{index: 0, type: file}, {index: 1, type: int}]
                  selectors:
                    - matchArgs:
                        - {index: 0, operator: Prefix, values: ["%s/"]}
                        - {index: 1, operator: Equal, values: ["2"]}
                      matchPIDs: [{operator: NotIn, values: [1]}]
            """.formatted(data));
        Path policy = directory.resolve("policy.yaml");
        Ran imported = shrike("policy", "import", original.toString(), "--output", policy.toString());
        ended(imported, 0);
        assertThat(imported.stdout()).isEmpty();
        assertThat(imported.stderr()).startsWith(original + ":13:11: warning: matchPIDs: left out: ");
        Ran validated = shrike("policy", "validate", policy.toString());
        ended(validated, 0);
        assertThat(validated.stdout()).isEqualTo("moved: ok\n");
        Path events = directory.resolve("events.jsonl");
        String script = "cd data && echo x >secret && cat secret && cat /etc/hostname";
        ended(shrike("run", "--policy", policy.toString(), "--events", events.toString(), "--", "sh", "-c", script), 0);
        assertThat(Files.readAllLines(events))
                .filteredOn(line -> line.contains("fileIntegrityMonitoring.paths[0]"))
                .singleElement()
                .asString()
                .contains("\"file_change\"", data + "/secret", "\"alert\"");
    }

    @Test
    void thePolicyIsPrintedWhereNoOutputIsNamed() throws IOException {
        Path original = Files.writeString(directory.resolve("fim.yaml"), """
                apiVersion: qualys.com/v1
                kind: FimPolicy
                metadata: {name: web}
                spec: {base-policy: file-delete, action: audit, monitor-paths: [/srv/www]}
                """);
        Ran ran = shrike("policy", "import", original.toString());
        ended(ran, 0);
        assertThat(ran.stderr()).isEmpty();
        assertThat(ran.stdout()).contains("name: web\n").contains("events: [unlink]");
    }

    @Test
    void whatIsNoPolicyEndsWithItsOwnCode() throws IOException {
        Path other = Files.writeString(directory.resolve("pod.yaml"), "apiVersion: v1\nkind: Pod\n");
        Ran ran = shrike("policy", "import", other.toString());
        ended(ran, 78);
        assertThat(ran.stdout()).isEmpty();
        assertThat(ran.stderr()).startsWith(other + ":1:1: not a policy that can be imported");
        ended(shrike("policy", "import", directory.resolve("none").toString()), 78);
        ended(shrike("policy", "import"), 2);
        ended(shrike("policy", "import", "--format", "x", other.toString()), 2);
    }

    private Ran shrike(String... arguments) {
        return Command.shrike(directory, arguments).alone();
    }

    private static void ended(Ran ran, int code) {
        assertThat(ran.ending()).as("%s", ran).isEqualTo(new Ending.Exited(code));
    }
}
