package io.shrike.policy.document;

/** Ports from {@code first} to {@code last}, both included, 1 to 65535. */
public record PortRange(int first, int last) {
    public boolean contains(int port) {
        return first <= port && port <= last;
    }
}
