package io.shrike.policy.judge;

import io.shrike.model.RuleMatch;
import io.shrike.policy.match.FileIdentities;
import io.shrike.policy.match.NameTable;
import io.shrike.policy.match.PathTable;
import java.util.List;

/**
 * All rules of all documents as the judges need them.
 *
 * @param files by the rule numbers of {@code paths}
 * @param execs by the rule numbers of {@code names} and {@code digests}
 * @param software one list for each document
 * @param sessions what is told of a process from outside the tree
 */
public record CompiledRules(
        List<FileEntry> files,
        PathTable paths,
        FileIdentities identities,
        List<DatabaseEntry> databases,
        List<ExecEntry> execs,
        NameTable names,
        DigestTable digests,
        List<Guard> reverseShells,
        List<List<SoftwareEntry>> software,
        List<LibraryEntry> libraries,
        List<NetworkEntry> network,
        List<SyscallEntry> syscalls,
        List<TracedEntry> traced,
        List<RuleMatch> sessions) {
    public CompiledRules {
        files = List.copyOf(files);
        databases = List.copyOf(databases);
        execs = List.copyOf(execs);
        reverseShells = List.copyOf(reverseShells);
        software = List.copyOf(software);
        libraries = List.copyOf(libraries);
        network = List.copyOf(network);
        syscalls = List.copyOf(syscalls);
        traced = List.copyOf(traced);
        sessions = List.copyOf(sessions);
    }
}
