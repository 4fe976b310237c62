package io.shrike.app.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.linux.syscall.SyscallFamilies;
import io.shrike.policy.compile.PolicyCompiler;
import io.shrike.policy.explain.BlockPromise;
import io.shrike.policy.yaml.ParseResult;
import io.shrike.policy.yaml.PolicyParser;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an explanation says of calls and of rules. */
class ExplanationTest {
    private static Explanation explain(String sections) {
        String text = "apiVersion: security.qualys.com/v1\nkind: TracingPolicy\nmetadata: {name: p}\n" + sections;
        ParseResult parsed = PolicyParser.parse("p.yaml", text.getBytes(StandardCharsets.UTF_8), _ -> Optional.empty());
        assertThat(parsed.hasErrors()).as("%s", parsed.problems()).isFalse();
        return Explanation.of(new PolicyCompiler(SyscallFamilies::expand).compile(parsed.documents()));
    }

    private static CallExplanation call(Explanation explanation, String name) {
        return explanation.calls().stream()
                .filter(call -> call.syscall().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not explained"));
    }

    @Test
    void aWriteRuleStopsOpensOnlyWithAFlagThatChangesFiles() {
        Explanation explanation = explain("fileIntegrityMonitoring: {paths: [{path: /etc/passwd, events: [write]}]}\n");
        CallExplanation openat = call(explanation, "openat");
        assertThat(openat.stops()).isTrue();
        assertThat(openat.when()).isEqualTo("(flags & 0x400243) != 0 && (flags & 0x200000) == 0x0");
        assertThat(openat.because()).containsExactly("p: fileIntegrityMonitoring.paths[0]");
        assertThat(openat.cost()).isEqualTo(CostClass.PER_CHANGE);
        assertThat(explanation.cost()).isEqualTo(CostClass.PER_CHANGE);
    }

    @Test
    void aReadRuleCostsAStopForEachOpen() {
        Explanation explanation = explain("fileIntegrityMonitoring: {paths: [{path: /etc/shadow, events: [open]}]}\n");
        assertThat(call(explanation, "openat").cost()).isEqualTo(CostClass.PER_OPEN);
        assertThat(explanation.rules().getFirst().cost()).isEqualTo(CostClass.PER_OPEN);
        assertThat(explanation.rules().getFirst().calls()).containsOnlyKeys("open", "openat", "openat2");
    }

    @Test
    void theSensorsOwnCallsAreNotTheRules() {
        Explanation explanation = explain("syscallFiltering: {rules: [{syscalls: [mount]}]}\n");
        assertThat(call(explanation, "setns").because()).containsExactly(Explanation.SENSOR);
        assertThat(explanation.rules().getFirst().calls()).containsKey("mount").doesNotContainKey("setns");
        assertThat(explanation.rules().getFirst().cost()).isEqualTo(CostClass.RARE);
    }

    @Test
    void anExecRuleSharesExecWithTheSensor() {
        Explanation explanation = explain("processExecution: {trackedExecutables: [{name: nc}]}\n");
        assertThat(call(explanation, "execve").because())
                .containsExactly(Explanation.SENSOR, "p: processExecution.trackedExecutables[0]");
        assertThat(explanation.rules().getFirst().cost()).isEqualTo(CostClass.PER_PROGRAM);
    }

    @Test
    void aCallThatIsNeverStoppedIsSaidToBe() {
        Explanation explanation = explain("syscallFiltering: {rules: [{syscalls: [futex, mount]}]}\n");
        CallExplanation futex = call(explanation, "futex");
        assertThat(futex.stops()).isFalse();
        assertThat(futex.when()).startsWith("is never stopped");
        assertThat(futex.cost()).isEqualTo(CostClass.NONE);
        assertThat(explanation.rules().getFirst().notStopped())
                .containsOnlyKeys("futex", "futex_requeue", "futex_time64", "futex_wait", "futex_waitv", "futex_wake");
        assertThat(explanation.rules().getFirst().calls()).containsKey("mount").doesNotContainKey("futex");
    }

    @Test
    void theConditionsOfARuleOnRegistersAreTheFiltersTest() {
        String rules = "syscallFiltering: {rules: [{syscalls: [prctl], args: [{index: 0, values: [%s]}]}]}\n";
        Explanation one = explain(rules.formatted("PR_SET_SECCOMP"));
        assertThat(call(one, "prctl").when()).isEqualTo("op == 0x16");
        assertThat(one.rules().getFirst().calls()).containsEntry("prctl", "op == 0x16");
        assertThat(one.cost()).isEqualTo(CostClass.PER_PROGRAM);
        assertThat(call(explain(rules.formatted("PR_SET_SECCOMP, PR_SET_MM")), "prctl")
                        .when())
                .isEqualTo("op in {0x16, 0x23}");
        Explanation always = explain("syscallFiltering: {rules: [{syscalls: [prctl]}]}\n");
        assertThat(call(always, "prctl").when()).isEqualTo("always");
        assertThat(always.cost()).isEqualTo(CostClass.PER_CALL);
    }

    @Test
    void saysWhatARuleCannotSee() {
        Explanation explanation = explain("networkMonitoring: {inboundConnections: {allowedPorts: [80]}}\n");
        assertThat(explanation.rules().getFirst().blindSpots())
                .anyMatch(spot -> spot.startsWith("whether the call succeeds"))
                .anyMatch(spot -> spot.startsWith("the peer of a connection"));
    }

    @Test
    void saysWhatTracedSyscallsLeaveOut() {
        Explanation explanation = explain("""
                fileIntegrityMonitoring: {paths: [{path: /x, events: [write, chmod]}]}
                syscallFiltering: {tracedSyscalls: [open]}
                """);
        RuleExplanation rule = explanation.rules().getFirst();
        assertThat(rule.untraced()).containsExactly("file-chmod");
        assertThat(rule.calls()).containsKey("openat").doesNotContainKey("fchmodat");
    }

    @Test
    void everyCallIsThereBecauseOfTheStar() {
        Explanation explanation = explain("syscallFiltering: {tracedSyscalls: [\"*\"]}\n");
        assertThat(call(explanation, "getpid").because()).containsExactly("tracedSyscalls: \"*\"");
        assertThat(call(explanation, "getpid").cost()).isEqualTo(CostClass.PER_CALL);
        assertThat(explanation.cost()).isEqualTo(CostClass.PER_CALL);
    }

    @Test
    void aRuleThatBlocksSaysHowFarItCanBeRaced() {
        String rules = """
                fileIntegrityMonitoring: {paths: [{path: /etc/shadow, events: [open, unlink], action: block}]}
                syscallFiltering: {rules: [{syscalls: [ptrace], action: block}]}
                """;
        Explanation explanation = explain(rules + "actions: {block: {enabled: true}}\n");
        assertThat(explanation.rules().getFirst().block())
                .extracting(BlockPromise::kind)
                .containsExactlyInAnyOrder(BlockPromise.Kind.CHECKED_AFTERWARDS, BlockPromise.Kind.CAN_BE_RACED);
        assertThat(explanation.rules().getLast().block())
                .extracting(BlockPromise::kind)
                .containsExactly(BlockPromise.Kind.RACE_FREE);
        assertThat(explain(rules).rules())
                .allSatisfy(rule -> assertThat(rule.block()).isEmpty());
    }
}
