package io.shrike.delivery.destination.ocsf;

/** Which class an event is of, and which of its activities. An activity that OCSF has no number for is 99 with a name of ours. */
record Kind(OcsfClass of, int activity, String activityName) {
    private static final int OTHER = 99;

    /** Of an event as Shrike writes it. */
    static Kind of(String eventType, Source event) {
        return switch (eventType) {
            case "file_access", "file_change" -> file(event.object("file"));
            case "process_execution" -> new Kind(OcsfClass.PROCESS_ACTIVITY, 1, "Launch");
            case "network_connection", "network_listen" -> network(event.object("network"));
            case "dns_query" -> new Kind(OcsfClass.DNS_ACTIVITY, 1, "Query");
            case "syscall" -> new Kind(OcsfClass.KERNEL_ACTIVITY, 4, "Invoke");
            case "software_installation" ->
                event.has("software")
                        ? software(event.object("software"))
                        : new Kind(OcsfClass.MODULE_ACTIVITY, 1, "Load");
            case "sensor_status" -> sensor(event.object("status"));
            case "policy_loaded" -> new Kind(OcsfClass.APPLICATION_LIFECYCLE, OTHER, "Policy loaded");
            default -> new Kind(OcsfClass.DETECTION_FINDING, 1, "Create");
        };
    }

    private static Kind file(Source file) {
        String operation = file.peek("operation", String.class).orElse("");
        return switch (operation) {
            case "open" -> new Kind(OcsfClass.FILE_ACTIVITY, 14, "Open");
            case "write" -> new Kind(OcsfClass.FILE_ACTIVITY, 3, "Update");
            case "unlink" -> new Kind(OcsfClass.FILE_ACTIVITY, 4, "Delete");
            case "rename" -> new Kind(OcsfClass.FILE_ACTIVITY, 5, "Rename");
            case "xattr" -> new Kind(OcsfClass.FILE_ACTIVITY, 6, "Set Attributes");
            case "chmod", "chown" -> new Kind(OcsfClass.FILE_ACTIVITY, 7, "Set Security");
            default -> new Kind(OcsfClass.FILE_ACTIVITY, OTHER, operation);
        };
    }

    private static Kind network(Source network) {
        String operation = network.peek("operation", String.class).orElse("");
        return switch (operation) {
            case "connect", "accept" -> new Kind(OcsfClass.NETWORK_ACTIVITY, 1, "Open");
            case "send" -> new Kind(OcsfClass.NETWORK_ACTIVITY, 6, "Traffic");
            case "listen" -> new Kind(OcsfClass.NETWORK_ACTIVITY, 7, "Listen");
            default -> new Kind(OcsfClass.NETWORK_ACTIVITY, OTHER, operation);
        };
    }

    private static Kind software(Source software) {
        String operation = software.peek("operation", String.class).orElse("");
        return switch (operation) {
            case "install" -> new Kind(OcsfClass.APPLICATION_LIFECYCLE, 1, "Install");
            case "remove" -> new Kind(OcsfClass.APPLICATION_LIFECYCLE, 2, "Remove");
            case "upgrade" -> new Kind(OcsfClass.APPLICATION_LIFECYCLE, 8, "Update");
            default -> new Kind(OcsfClass.APPLICATION_LIFECYCLE, OTHER, operation);
        };
    }

    private static Kind sensor(Source status) {
        String phase = status.peek("phase", String.class).orElse("");
        return switch (phase) {
            case "started" -> new Kind(OcsfClass.APPLICATION_LIFECYCLE, 3, "Start");
            case "stopped" -> new Kind(OcsfClass.APPLICATION_LIFECYCLE, 4, "Stop");
            default -> new Kind(OcsfClass.APPLICATION_LIFECYCLE, OTHER, phase);
        };
    }

    int type() {
        return of.uid * 100 + activity;
    }
}
