package io.shrike.model;

import java.util.Locale;

/** The kinds of events; {@link #wireName()} is the {@code eventType} of the JSON form. */
public enum EventType {
    PROCESS_EXECUTION,
    FILE_CHANGE,
    FILE_ACCESS,
    NETWORK_CONNECTION,
    NETWORK_LISTEN,
    DNS_QUERY,
    SOFTWARE_INSTALLATION,
    FILE_DOWNLOAD,
    SYSCALL,
    SESSION,
    SENSOR_STATUS,
    SENSOR_GAP,
    POLICY_LOADED,
    POLICY_ERROR,
    EVENTS_SUPPRESSED;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
