package io.shrike.policy.importer;

/** Where in a policy a rule stands; {@code list} is the key of the list below, empty where there is one rule only. */
enum Section {
    FILES("fileIntegrityMonitoring", "paths"),
    EXECUTIONS("processExecution", "trackedExecutables"),
    OUTBOUND("networkMonitoring", ""),
    INBOUND("networkMonitoring", ""),
    SYSCALLS("syscallFiltering", "rules"),
    TRACED("syscallFiltering", "");

    private final String key;
    private final String list;

    Section(String key, String list) {
        this.key = key;
        this.list = list;
    }

    String key() {
        return key;
    }

    String list() {
        return list;
    }

    /** Whether a document has room for one rule of this kind only. */
    boolean single() {
        return list.isEmpty();
    }

    String singleKey() {
        return this == OUTBOUND ? "outboundConnections" : "inboundConnections";
    }
}
