package io.shrike.it.product;

import static io.shrike.it.harness.EventMatcher.event;

import io.shrike.it.harness.Command;
import io.shrike.it.harness.EventMatcher;
import io.shrike.it.harness.Host;
import io.shrike.it.harness.LiveEvents;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.ShrikeRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every place that a policy can come from, and what is told of it. */
class PolicySourcesIT {
    @TempDir(factory = OpenDirectory.class)
    Path directory;

    private Path policy(String file, String name) throws IOException {
        return Files.writeString(directory.resolve(file), """
                apiVersion: security.qualys.com/v1
                kind: TracingPolicy
                metadata: {name: %s}
                fileIntegrityMonitoring:
                  paths: [{path: /etc/hostname}]
                """.formatted(name));
    }

    private void loads(String variable, String value, String... names) {
        EventMatcher loaded = event("policy_loaded").with("policy.source", variable + "=" + value);
        for (String name : names) {
            loaded = loaded.having("policy.names", name);
        }
        ShrikeRun.of(Command.of(directory, "true").withEnvironment(variable, value))
                .run()
                .check()
                .contains(loaded);
    }

    @Test
    void takesAFileADirectoryAndAListFromTheEnvironment() throws IOException {
        Path one = policy("one.yaml", "one");
        loads("TRACING_POLICY_PATH", one.toString(), "one");
        Path folder = Files.createDirectory(directory.resolve("more"));
        policy("more/two.yaml", "two");
        policy("more/three.yml", "three");
        loads("TRACING_POLICY_PATH", folder.toString(), "two", "three");
        loads("TRACING_POLICY_PATH", one + ", " + folder, "one", "two", "three");
    }

    @Test
    void takesTheDefaultFileAndFollowsItWhenItComesLater() throws IOException {
        Host.needsRoot();
        Host.needs("unshare");
        String ownEtc = "cp -a /etc etc && mkdir -p etc/runtime-security && mount --bind etc /etc && exec \"$@\"";
        String script = "while [ ! -e stop ]; do cat /etc/hostname >/dev/null; sleep 0.05; done";
        ShrikeRun.Live live = ShrikeRun.of(
                        Command.shell(directory, script).wrappedIn("unshare", "-m", "sh", "-c", ownEtc, "sh"))
                .start();
        LiveEvents events = new LiveEvents(live);
        events.await("policy_loaded", 1);
        policy("etc/runtime-security/policy.yaml", "default");
        events.await("policy_loaded", 2);
        events.await("file_access", 1);
        Files.createFile(directory.resolve("stop"));
        live.finish()
                .check()
                .contains(
                        event("policy_loaded").with("policy.source", "built-in policy balanced"),
                        event("policy_loaded")
                                .with("policy.source", "/etc/runtime-security/policy.yaml")
                                .having("policy.names", "default"));
    }

    @Test
    void takesTheBuiltInPolicyOfTheMonitoringMode() {
        loads("MONITORING_MODE", "minimal");
        loads("MONITORING_MODE", "aggressive");
    }

    @Test
    void runsWithTheMinimalPolicyWhereTheGivenOneDoesNotLoadAndTakesItOnceItDoes() throws IOException {
        Path broken = Files.writeString(directory.resolve("policy.yaml"), "kind: TracingPolicy\n");
        ShrikeRun.Live live = ShrikeRun.of(
                        Command.shell(directory, "while [ ! -e stop ]; do /bin/true; sleep 0.05; done"))
                .policy(broken)
                .option("--policy-fallback", "minimal")
                .start();
        LiveEvents events = new LiveEvents(live);
        events.await("policy_loaded", 1);
        policy("policy.yaml", "mended");
        events.await("policy_loaded", 2);
        Files.createFile(directory.resolve("stop"));
        live.finish()
                .check()
                .contains(
                        event("policy_error").matching("policy.problems[0]", ".*policy\\.yaml:1:1: .*"),
                        event("policy_loaded").with("policy.source", "--policy builtin:minimal"),
                        event("policy_loaded").having("policy.names", "mended"));
    }
}
