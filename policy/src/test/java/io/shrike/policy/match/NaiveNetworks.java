package io.shrike.policy.match;

import io.shrike.model.IpAddress;
import java.util.List;

/** The plainest possible lookup of networks, to compare with: bit by bit, one network after another. */
final class NaiveNetworks {
    private NaiveNetworks() {}

    /** An address and the length of its prefix. */
    record Network(IpAddress address, int prefix) {
        boolean holds(IpAddress other) {
            if (address.v4() != other.v4()) {
                return false;
            }
            int length = address.v4() ? 32 : 128;
            for (int bit = 0; bit < prefix; bit++) {
                if (bit(address, length - 1 - bit) != bit(other, length - 1 - bit)) {
                    return false;
                }
            }
            return true;
        }

        private static long bit(IpAddress address, int fromLowest) {
            return fromLowest < 64 ? address.low() >>> fromLowest & 1 : address.high() >>> (fromLowest - 64) & 1;
        }
    }

    /** What {@link CidrTable#find} is to give. */
    static int find(List<Network> networks, IpAddress address) {
        int best = CidrTable.NONE;
        for (int i = 0; i < networks.size(); i++) {
            if (networks.get(i).holds(address)
                    && (best < 0
                            || networks.get(i).prefix() > networks.get(best).prefix())) {
                best = i;
            }
        }
        return best;
    }

    static CidrTable table(List<Network> networks) {
        CidrTable.Builder builder = new CidrTable.Builder();
        networks.forEach(network -> builder.add(network.address(), network.prefix()));
        return builder.build();
    }
}
