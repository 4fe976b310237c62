package io.shrike.policy.judge;

import io.shrike.model.Action;
import io.shrike.model.Activity;
import io.shrike.model.Decision;
import io.shrike.model.DigestNeed;
import io.shrike.model.EventType;
import io.shrike.model.Finding;
import io.shrike.model.Judge;
import io.shrike.model.ProcessView;
import io.shrike.model.Response;
import io.shrike.model.RuleMatch;
import io.shrike.model.Severity;
import io.shrike.policy.judge.TracedEntry.Kind;
import io.shrike.policy.response.Responder;
import java.util.List;

/** Decides by all rules of all documents. Owned by the stop thread: lookups reuse scratch space. */
public final class PolicyJudge implements Judge {
    /** No policy needs to ask for it. */
    private static final RuleMatch SELF_PROTECTION =
            new RuleMatch("builtin", "selfProtection", Severity.HIGH, Action.ALERT, List.of("T1562.001"), List.of());

    private final FileJudge files;
    private final DatabaseJudge databases;
    private final ExecJudge execs;
    private final ReverseShellJudge reverseShells;
    private final SoftwareJudge software;
    private final NetworkJudge network;
    private final LibraryJudge libraries;
    private final SyscallJudge syscalls;
    private final List<RuleMatch> sessions;
    private final Responder responder;
    private final Tally tally = new Tally();

    public PolicyJudge(CompiledRules rules, Responder responder) {
        files = new FileJudge(rules.files(), rules.paths(), rules.identities());
        databases = new DatabaseJudge(rules.databases());
        execs = new ExecJudge(rules.execs(), rules.names(), rules.digests());
        reverseShells = new ReverseShellJudge(rules.reverseShells());
        software = new SoftwareJudge(rules.software());
        network = new NetworkJudge(rules.network());
        libraries = new LibraryJudge(rules.libraries());
        syscalls = new SyscallJudge(rules.syscalls(), rules.traced());
        sessions = rules.sessions();
        this.responder = responder;
    }

    @Override
    public Decision decide(Activity activity, List<Long> rawArguments, ProcessView process) {
        tally.clear();
        Kind kind = judge(activity, process);
        syscalls.judge(activity, rawArguments, tally);
        if (tally.isEmpty()) {
            syscalls.judgeTraced(activity, kind, tally);
        }
        return tally.decision();
    }

    private Kind judge(Activity activity, ProcessView process) {
        return switch (activity) {
            case Activity.FileActivity file -> {
                files.judge(file, process, tally);
                databases.judge(file, process, tally);
                yield Kind.FILE;
            }
            case Activity.ExecActivity exec -> {
                execs.judge(exec, process, tally);
                reverseShells.judge(exec, process, tally);
                software.judge(exec, process, tally);
                yield Kind.EXEC;
            }
            case Activity.NetworkActivity socket -> {
                network.judge(socket, process, tally);
                yield Kind.NETWORK;
            }
            case Activity.DnsActivity dns -> {
                network.judge(dns, tally);
                yield Kind.NETWORK;
            }
            case Activity.LibraryActivity library -> {
                libraries.judge(library, process, tally);
                yield Kind.LIBRARY;
            }
            case Activity.SyscallActivity _, Activity.InstalledActivity _ -> Kind.OTHER;
            case Activity.TamperActivity _ -> {
                tally.add(SELF_PROTECTION);
                tally.offer(EventType.SYSCALL, Finding.NONE);
                yield Kind.OTHER;
            }
            case Activity.SessionActivity _ -> {
                sessions.forEach(tally::add);
                tally.offer(EventType.SESSION, Finding.NONE);
                yield Kind.OTHER;
            }
        };
    }

    /** Files stay known by their inodes; nothing else of a judge outlives a decision. */
    @Override
    public void inherit(Judge before) {
        if (before instanceof PolicyJudge other) {
            files.inherit(other.files);
        }
    }

    @Override
    public DigestNeed digestNeed(Activity.ExecActivity exec, ProcessView process) {
        return execs.digestNeed(exec, process);
    }

    @Override
    public Response respond(Decision decision) {
        return responder.respond(decision);
    }
}
