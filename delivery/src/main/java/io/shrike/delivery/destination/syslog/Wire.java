package io.shrike.delivery.destination.syslog;

import java.io.IOException;

/** An open way to a syslog server. Used by one thread. */
interface Wire extends AutoCloseable {
    /** Whether the other side has hung up. */
    boolean isBroken();

    /** Sends one message; it may wait in a buffer until {@link #flush}. */
    void send(byte[] message) throws IOException;

    void flush() throws IOException;

    /** The most bytes that a message may have. */
    int mostBytes();

    @Override
    void close();
}
