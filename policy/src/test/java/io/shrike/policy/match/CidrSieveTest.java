package io.shrike.policy.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.IpAddress;
import io.shrike.policy.match.NaiveNetworks.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CidrSieveTest {
    private static final int MANY = 300;

    private static CidrSieve sieve(int networks, int address, int prefix) {
        CidrSieve.Builder sieve = new CidrSieve.Builder(networks);
        sieve.add(address, prefix);
        return sieve.build();
    }

    @Test
    void letsEverythingThroughWhereNetworksAreFew() {
        CidrSieve sieve = sieve(10, 0x0a000000, 8);
        assertThat(sieve.mayHold(0)).isTrue();
        assertThat(sieve.mayHold(0x0b000000)).isTrue();
        assertThat(sieve.mayHold(-1)).isTrue();
        assertThat(CidrSieve.OPEN.mayHold(Integer.MIN_VALUE)).isTrue();
    }

    @Test
    void holdsBackWhatIsOutsideOfAWideNetwork() {
        CidrSieve sieve = sieve(MANY, 0x0a5b0c01, 14);
        assertThat(sieve.mayHold(0x0a580000)).isTrue();
        assertThat(sieve.mayHold(0x0a5bffff)).isTrue();
        assertThat(sieve.mayHold(0x0a57ffff)).isFalse();
        assertThat(sieve.mayHold(0x0a5c0000)).isFalse();
    }

    @Test
    void holdsBackWhatIsOutsideOfTheBlockOfASmallNetwork() {
        CidrSieve sieve = sieve(MANY, 0xfff12345, 32);
        assertThat(sieve.mayHold(0xfff12000)).isTrue();
        assertThat(sieve.mayHold(0xfff12fff)).isTrue();
        assertThat(sieve.mayHold(0xfff11fff)).isFalse();
        assertThat(sieve.mayHold(0xfff13000)).isFalse();
    }

    @Test
    void letsEverythingThroughForTheNetworkOfAllAddresses() {
        CidrSieve sieve = sieve(MANY, 0x01020304, 0);
        assertThat(sieve.mayHold(0)).isTrue();
        assertThat(sieve.mayHold(-1)).isTrue();
    }

    @Test
    void manyNetworksOfAnyPrefixAreFoundBehindIt() {
        Random random = new Random(11);
        List<Network> networks = new ArrayList<>();
        for (int i = 0; i < 2 * MANY; i++) {
            networks.add(new Network(IpAddress.v4(random.nextInt()), 8 + random.nextInt(25)));
        }
        CidrTable table = NaiveNetworks.table(networks);
        for (int i = 0; i < 5_000; i++) {
            IpAddress address = i % 2 == 0
                    ? IpAddress.v4(random.nextInt())
                    : networks.get(random.nextInt(networks.size())).address();
            assertThat(table.find(address)).isEqualTo(NaiveNetworks.find(networks, address));
        }
    }
}
