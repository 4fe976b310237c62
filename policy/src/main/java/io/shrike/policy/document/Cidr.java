package io.shrike.policy.document;

import io.shrike.model.IpAddress;

/**
 * A network: an address and the length of its prefix, 0 to 32 for IPv4 and 0 to 128 for IPv6. Bits beyond the prefix are 0.
 * An IPv4-mapped IPv6 network is the IPv4 network.
 */
public record Cidr(IpAddress address, int prefix) {
    @Override
    public String toString() {
        return address + "/" + prefix;
    }
}
