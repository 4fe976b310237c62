package io.shrike.policy.compile;

import io.shrike.model.Action;
import io.shrike.model.RuleMatch;
import io.shrike.model.Severity;
import io.shrike.policy.document.ActionSettings.BlockSettings;
import io.shrike.policy.document.PolicyDocument;
import io.shrike.policy.document.Problem;
import io.shrike.policy.document.RuleSource;
import io.shrike.policy.judge.CompiledRules;
import io.shrike.policy.judge.PolicyJudge;
import io.shrike.policy.match.FileIdentities;
import io.shrike.policy.response.Responder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** One run of the compiler: the sections of every document, one after another. */
final class Compilation {
    private final NeedsCollector needs = new NeedsCollector();
    private final List<Problem> warnings = new ArrayList<>();
    private final Families families;
    private final FileCompiler files;
    private final ExecCompiler execs;
    private final NetworkCompiler network;
    private final SoftwareCompiler software;
    private final SyscallCompiler syscalls = new SyscallCompiler();
    private final List<RuleMatch> sessions = new ArrayList<>();
    private final Map<String, BlockSettings> blockOf = new HashMap<>();

    Compilation(Function<String, Set<String>> families, Spellings spellings) {
        this.families = new Families(families);
        files = new FileCompiler(spellings, warnings);
        execs = new ExecCompiler(spellings, warnings);
        network = new NetworkCompiler(spellings);
        software = new SoftwareCompiler(spellings);
    }

    void add(PolicyDocument document) {
        DocumentScope scope = new DocumentScope(document, needs, families);
        document.files().ifPresent(rules -> files.add(rules, scope));
        document.executions().ifPresent(rules -> {
            execs.add(rules, scope);
            session(scope);
        });
        document.network().ifPresent(rules -> network.add(rules, scope));
        document.software().ifPresent(rules -> software.add(rules, scope));
        document.syscalls().ifPresent(rules -> syscalls.add(rules, scope, needs));
        blockOf.merge(document.name(), document.actions().block(), Responder::stronger);
    }

    /** A process from outside the tree is an execution that nobody tracked by name. */
    private void session(DocumentScope scope) {
        RuleSource source =
                new RuleSource("processExecution", scope.document().position(), List.of(), Labels.of(scope.document()));
        scope.match(source, Severity.MEDIUM, Action.ALERT).ifPresent(sessions::add);
    }

    CompiledPolicy finish(List<PolicyDocument> documents) {
        FileIdentities identities = files.identities();
        CompiledRules rules = new CompiledRules(
                files.entries(),
                files.table(),
                identities,
                software.databases(),
                execs.entries(),
                execs.table(),
                execs.digests(),
                execs.reverseShells(),
                software.managers(),
                software.libraries(),
                network.entries(),
                syscalls.entries(),
                syscalls.traced(),
                sessions);
        Set<String> names = new LinkedHashSet<>();
        documents.forEach(document -> names.add(document.name()));
        return new CompiledPolicy(
                new PolicyJudge(rules, new Responder(blockOf)),
                needs.needs(),
                needs.rules(),
                warnings,
                List.copyOf(names),
                DeliverySettings.of(documents),
                identities);
    }
}
