package io.shrike.policy.document;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One policy document. A section is empty where it is absent or says {@code enabled: false}; {@code labels} keep the order
 * of the text.
 */
public record PolicyDocument(
        String name,
        Map<String, String> labels,
        Position position,
        Optional<FileRules> files,
        Optional<ExecRules> executions,
        Optional<NetworkRules> network,
        Optional<SoftwareRules> software,
        Optional<SyscallRules> syscalls,
        ActionSettings actions,
        PerformanceSettings performance) {
    public PolicyDocument {
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }

    /** Only what it says of programs that run, and what becomes of that: no files, no network, no system calls. */
    public PolicyDocument ofPrograms() {
        return new PolicyDocument(
                name,
                labels,
                position,
                Optional.empty(),
                executions,
                Optional.empty(),
                software,
                Optional.empty(),
                actions,
                performance);
    }
}
