package io.shrike.policy.judge;

import io.shrike.model.IpAddress;
import java.util.Set;

/** The addresses at which AWS hands out credentials: the ECS task endpoint and the instance metadata service. */
final class CredentialEndpoints {
    private static final Set<IpAddress> ALL = Set.of(
            IpAddress.v4(169 << 24 | 254 << 16 | 170 << 8 | 2),
            IpAddress.v4(169 << 24 | 254 << 16 | 169 << 8 | 254),
            IpAddress.v6(0xfd00_0ec2_0000_0000L, 0x254L));

    private CredentialEndpoints() {}

    static boolean contains(IpAddress address) {
        return ALL.contains(address);
    }
}
