package io.shrike.model;

import java.util.Locale;

/** Transport of a socket, from its type and protocol. */
public enum Protocol {
    TCP,
    UDP,
    ICMP,
    RAW,
    PACKET,
    UNIX,
    NETLINK,
    VSOCK,
    OTHER;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
