package io.shrike.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.linux.syscall.SyscallFamilies;
import io.shrike.policy.compile.PolicyCompiler;
import io.shrike.policy.document.Problem;
import io.shrike.policy.yaml.PolicyParser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NeverStoppedTest {
    private static List<String> warnings(String calls) {
        String text = """
                apiVersion: security.qualys.com/v1
                kind: TracingPolicy
                metadata: {name: p}
                spec:
                  syscallFiltering:
                    rules:
                      - syscalls: [%s]
                """.formatted(calls);
        var parsed = PolicyParser.parse("p.yaml", text.getBytes(StandardCharsets.UTF_8), _ -> Optional.empty());
        assertThat(parsed.hasErrors()).isFalse();
        var policy = new PolicyCompiler(SyscallFamilies::expand).compile(parsed.documents());
        return NeverStopped.warnings(policy).stream().map(Problem::toString).toList();
    }

    @Test
    void saysThatARuleOnCallsThatNeverStopCannotFire() {
        assertThat(warnings("futex"))
                .singleElement()
                .asString()
                .startsWith("p.yaml:7:")
                .contains("syscallFiltering.rules[0]: this rule can never fire: ")
                .contains("futex");
    }

    @Test
    void saysWhichCallsOfARuleNeverStop() {
        assertThat(warnings("ptrace, close"))
                .singleElement()
                .asString()
                .contains("never fires for some of its calls: close never stops");
    }

    @Test
    void saysNothingOfCallsThatStop() {
        assertThat(warnings("ptrace, mount, bpf")).isEmpty();
    }
}
