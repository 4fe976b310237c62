package io.shrike.model;

/** A socket address. */
public sealed interface Endpoint {
    /** AF_INET or AF_INET6; {@code port} in host byte order. */
    record Inet(IpAddress address, int port) implements Endpoint {}

    /** AF_UNIX; {@code path} without the leading NUL when {@code abstractName}. An unnamed socket has an empty path. */
    record Unix(ByteString path, boolean abstractName) implements Endpoint {}

    /** Any other family, by its AF_ number and, where known, kernel name. */
    record Other(int family, String name) implements Endpoint {}
}
