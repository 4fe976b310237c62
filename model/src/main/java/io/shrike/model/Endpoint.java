package io.shrike.model;

import java.util.Optional;

/** A socket address. */
public sealed interface Endpoint {
    /** AF_INET or AF_INET6; {@code port} in host byte order. */
    record Inet(IpAddress address, int port) implements Endpoint {}

    /**
     * AF_UNIX; {@code path} without the leading NUL when {@code abstractName}. An unnamed socket has an empty path. {@code file}
     * is the file that {@code path} leads to, absolute and without symlinks; empty where nobody looked.
     */
    record Unix(ByteString path, boolean abstractName, Optional<Field<ByteString>> file) implements Endpoint {
        public Unix(ByteString path, boolean abstractName) {
            this(path, abstractName, Optional.empty());
        }
    }

    /** Any other family, by its AF_ number and, where known, kernel name. */
    record Other(int family, String name) implements Endpoint {}
}
