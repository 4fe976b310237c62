package io.shrike.policy.importer;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.policy.document.Problem;
import io.shrike.policy.yaml.PolicyParser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an import says of that which it cannot take over, and what it does with texts that are none of its kinds. */
class ImportNotesTest {
    private static final String HEAD = """
            apiVersion: cilium.io/v1alpha1
            kind: TracingPolicy
            metadata: {name: t}
            spec:
            """;

    private static Imported imported(String text) {
        return PolicyImporter.importText("t.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> notes(String spec) {
        return imported(HEAD + spec.indent(2)).notes().stream()
                .map(Problem::toString)
                .toList();
    }

    private static String policy(String text) {
        String policy = imported(text).policy().orElseThrow();
        assertThat(PolicyParser.parse("p", policy.getBytes(StandardCharsets.UTF_8), _ -> Optional.empty())
                        .problems())
                .as(policy)
                .noneMatch(Problem::isError);
        return policy;
    }

    @Test
    void saysWhyAFilterIsLeftOutAndWhere() {
        assertThat(notes("""
                kprobes:
                  - call: security_file_open
                    args: [{index: 0, type: file}]
                    selectors:
                      - matchNamespaces: [{namespace: Pid, operator: In, values: [host_ns]}]
                        matchCapabilities: [{type: Effective, operator: In, values: [CAP_SYS_ADMIN]}]
                        matchBinaries: [{operator: In, values: [/bin/sh], followChildren: true}]
                        matchActions: [{action: Sigkill}]
                """))
                .containsExactly(
                        "t.yaml:9:11: warning: matchNamespaces: left out: all that Shrike watches is in the namespaces of"
                                + " one container",
                        "t.yaml:9:11: warning: alerts and does not block: the rule is wider than the selector",
                        "t.yaml:10:11: warning: matchCapabilities: left out: no rule asks for the capabilities of a"
                                + " process",
                        "t.yaml:11:27: warning: matchBinaries: left out: a rule cannot follow the children of a program");
    }

    @Test
    void saysWhyAHookIsLeftOut() {
        assertThat(notes("""
                kprobes: [{call: wake_up_process, syscall: false}]
                uprobes: [{path: /bin/bash, symbols: [readline]}]
                usdts: [{path: /lib/libc.so.6, provider: libc, name: setjmp}]
                tracepoints: [{subsystem: sched, event: sched_switch}]
                hostSelector: {}
                """))
                .satisfiesExactly(
                        note -> assertThat(note).startsWith("t.yaml:1:1: ").contains("watches nothing"),
                        note -> assertThat(note).startsWith("t.yaml:5:13: ").contains("is not known"),
                        note -> assertThat(note).startsWith("t.yaml:6:3: ").contains("functions of programs"),
                        note -> assertThat(note).startsWith("t.yaml:7:3: ").contains("probes in programs"),
                        note -> assertThat(note).startsWith("t.yaml:8:17: ").contains("sched/sched_switch"),
                        note -> assertThat(note).startsWith("t.yaml:9:3: ").contains("one container"));
    }

    @Test
    void saysWhyACallThatNeverStopsIsLeftOut() {
        assertThat(notes("kprobes: [{call: sys_write, syscall: true}]"))
                .hasSize(2)
                .last()
                .asString()
                .contains("write: left out: every program makes this call all the time");
    }

    @Test
    void saysWhichSignalsAndErrorsThereAre() {
        assertThat(notes("""
                kprobes:
                  - call: sys_swapon
                    selectors:
                      - matchActions: [{action: Signal, argSig: 15}, {action: GetUrl, argUrl: "http://x"}]
                      - matchActions: [{action: Override, argError: -2}]
                """))
                .anyMatch(note -> note.contains("signal 15 cannot be sent"))
                .anyMatch(note -> note.contains("nothing is asked of the network"))
                .anyMatch(note -> note.contains("fails with EPERM (-1), not with -2"));
    }

    @Test
    void aRuleThatOurParserRefusesIsLeftOutWithItsReason() {
        assertThat(notes("""
                kprobes:
                  - call: security_file_open
                    selectors:
                      - matchArgs: [{index: 0, operator: Equal, values: [/a/../b, /c]}]
                """)).singleElement().asString().contains("a path without . and ..");
    }

    @Test
    void whatCannotBeUnderstoodGivesErrorsAndNoPolicy() {
        for (String text :
                List.of("", "{", "a: b", "kind: Pod", "- 1", "\u0000", "apiVersion: security.qualys.com/v1")) {
            Imported imported = imported(text);
            assertThat(imported.policy()).as(text).isEmpty();
            assertThat(imported.notes()).as(text).isNotEmpty().allMatch(Problem::isError);
        }
        assertThat(imported("apiVersion: security.qualys.com/v1\nkind: TracingPolicy")
                        .notes())
                .extracting(Problem::message)
                .containsExactly("this is a policy of Shrike already");
    }

    @Test
    void aDocumentOfAnotherKindDoesNotHinderTheOthers() {
        Imported imported = imported("kind: ConfigMap\n---\n" + HEAD + "  kprobes: [{call: sys_swapon}]\n");
        assertThat(imported.policy().orElseThrow()).contains("syscalls: [swapon]");
        assertThat(imported.notes()).hasSize(1).noneMatch(Problem::isError);
    }

    @Test
    void namesAndValuesCannotBreakOutOfTheirPlace() {
        String text = policy("""
                apiVersion: cilium.io/v1alpha1
                kind: TracingPolicy
                metadata: {name: "a\\nb: ${HOME} #"}
                spec:
                  kprobes:
                    - call: "security_file_open"
                      tags: ["x\\", y: [", "${PATH}"]
                      selectors:
                        - matchArgs:
                            - {index: 0, operator: Equal, values: ["/a*b", "/q\\"x", "/${HOME}", "/true"]}
                        - {"m\\nspec:": [1]}
                """);
        assertThat(text)
                .contains("name: \"a?b: $${HOME} #\"")
                .contains("path: \"/a\\\\*b\"")
                .contains("path: \"/q\\\"x\"")
                .contains("path: \"/$${HOME}\"")
                .contains("m?spec:: left out");
    }

    @Test
    void aListOfPoliciesAndAMissingApiVersionAreRead() {
        String text = policy("""
                kind: List
                items:
                  - kind: TracingPolicy
                    metadata: {name: a}
                    spec: {kprobes: [{call: sys_swapon}]}
                  - {apiVersion: qualys.com/v1, kind: FimPolicy, metadata: {name: a}, spec: {base-policy: file-read,
                     monitor-paths: [/etc]}}
                """);
        assertThat(text).contains("name: a\n").contains("name: a-again-2\n").contains("events: [open]");
    }

    @Test
    void aPolicyWithoutHooksWatchesNothing() {
        assertThat(policy(HEAD)).contains("watches nothing").endsWith("metadata:\n  name: t\n");
    }

    @Test
    void everyHookOfTheTableGivesARuleThatLoads() {
        for (String name : HookTable.names()) {
            String text = policy(HEAD + "  kprobes:\n    - call: " + name + "\n      selectors:\n"
                    + "        - matchArgs: [{index: 0, operator: Prefix, values: [/etc/]}]\n        - {}\n");
            assertThat(text).startsWith("# Imported from t.yaml\n");
        }
    }

    @Test
    void hooksThatSayTheSameGiveOneRule() {
        String text = policy(HEAD + """
                  kprobes:
                    - {call: tcp_connect, selectors: [{matchArgs: [{operator: DPort, values: ["25"]}]}]}
                    - {call: tcp_sendmsg, selectors: [{matchArgs: [{operator: DPort, values: ["25"]}]}]}
                    - {call: sys_swapon}
                    - {call: sys_swapon}
                """.indent(0));
        assertThat(text).containsOnlyOnce("outboundConnections:").containsOnlyOnce("syscalls: [swapon]");
        assertThat(text).contains("# kprobes[0] tcp_connect").contains("# kprobes[1] tcp_sendmsg");
    }

    @Test
    void aPolicyOfManyPathsIsImportedInReasonableTime() {
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            values.append(i == 0 ? "" : ", ").append("/srv/").append(i).append('/');
        }
        String hook =
                "{call: security_file_open, selectors: [{matchArgs: [{operator: Prefix, values: [" + values + "]}]}]}";
        assertThat(policy(HEAD + "  kprobes: [" + hook + ", " + hook + "]\n").split("recursive: true"))
                .hasSize(5001);
    }
}
