package io.shrike.policy.match;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.shrike.model.IpAddress;
import io.shrike.policy.match.NaiveNetworks.Network;
import java.util.ArrayList;
import java.util.List;

/** Networks against a naive lookup; the addresses asked are those of networks with some bits turned. */
class CidrTableFuzz {
    @FuzzTest
    void agreesWithANaiveMatcher(FuzzedDataProvider data) {
        List<Network> networks = Generated.some(data, 60, CidrTableFuzz::network);
        List<IpAddress> asked = new ArrayList<>(Generated.some(data, 20, CidrTableFuzz::address));
        for (Network network : networks) {
            IpAddress inside = network.address();
            asked.add(inside);
            asked.add(turned(inside, data.consumeInt(0, inside.v4() ? 31 : 127)));
            asked.add(turned(inside, Math.max(0, (inside.v4() ? 32 : 128) - network.prefix() - 1)));
        }
        CidrTable table = NaiveNetworks.table(networks);
        for (IpAddress address : asked) {
            assertThat(table.find(address))
                    .as("%s in %s", address, networks)
                    .isEqualTo(NaiveNetworks.find(networks, address));
        }
    }

    private static IpAddress turned(IpAddress address, int bit) {
        long low = bit < 64 ? address.low() ^ 1L << bit : address.low();
        long high = bit < 64 ? address.high() : address.high() ^ 1L << bit;
        return address.v4() ? IpAddress.v4((int) low) : IpAddress.v6(high, low);
    }

    private static Network network(FuzzedDataProvider data) {
        IpAddress address = address(data);
        return new Network(address, data.consumeInt(0, address.v4() ? 32 : 128));
    }

    /** Crowded: few bits of an address are free. */
    private static IpAddress address(FuzzedDataProvider data) {
        boolean wide = data.consumeBoolean();
        if (data.consumeBoolean()) {
            return IpAddress.v4(wide ? data.consumeInt() : 10 << 24 | data.consumeInt(0, 0xffff));
        }
        long high = 0x2001_0db8_0000_0000L | data.consumeInt(0, 3);
        return wide
                ? IpAddress.v6(data.consumeLong(), data.consumeLong())
                : IpAddress.v6(high, data.consumeLong(0, 0xffff));
    }
}
