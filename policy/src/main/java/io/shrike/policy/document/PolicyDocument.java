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
}
