package io.shrike.delivery.destination.ocsf;

/** The classes of OCSF that Shrike has events of. */
enum OcsfClass {
    FILE_ACTIVITY(1, 1001, "System Activity", "File System Activity"),
    KERNEL_ACTIVITY(1, 1003, "System Activity", "Kernel Activity"),
    MODULE_ACTIVITY(1, 1005, "System Activity", "Module Activity"),
    PROCESS_ACTIVITY(1, 1007, "System Activity", "Process Activity"),
    DETECTION_FINDING(2, 2004, "Findings", "Detection Finding"),
    NETWORK_ACTIVITY(4, 4001, "Network Activity", "Network Activity"),
    DNS_ACTIVITY(4, 4003, "Network Activity", "DNS Activity"),
    APPLICATION_LIFECYCLE(6, 6002, "Application Activity", "Application Lifecycle");

    final int category;
    final int uid;
    final String categoryName;
    final String className;

    OcsfClass(int category, int uid, String categoryName, String className) {
        this.category = category;
        this.uid = uid;
        this.categoryName = categoryName;
        this.className = className;
    }
}
