package io.shrike.policy.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.IpAddress;
import io.shrike.policy.match.NaiveNetworks.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTableTest {
    private static IpAddress v4(int a, int b, int c, int d) {
        return IpAddress.v4(a << 24 | b << 16 | c << 8 | d);
    }

    @Test
    void prefersTheLongestPrefix() {
        CidrTable table = new CidrTable.Builder()
                .add(v4(0, 0, 0, 0), 0)
                .add(v4(10, 0, 0, 0), 8)
                .add(v4(10, 1, 2, 3), 32)
                .build();
        assertThat(table.find(v4(10, 1, 2, 3))).isEqualTo(2);
        assertThat(table.find(v4(10, 1, 2, 4))).isEqualTo(1);
        assertThat(table.find(v4(11, 0, 0, 0))).isZero();
        assertThat(table.find(IpAddress.v6(0x20010db8L << 32, 1))).isEqualTo(CidrTable.NONE);
        assertThat(table.prefix(2)).isEqualTo(32);
    }

    @Test
    void takesAMappedAddressForIpv4() {
        CidrTable table = new CidrTable.Builder().add(v4(10, 0, 0, 0), 8).build();
        assertThat(table.find(IpAddress.v6(0, 0xffff_0a01_0203L))).isZero();
    }

    @Test
    void doesNotMixTheFamilies() {
        CidrTable table = new CidrTable.Builder().add(IpAddress.v6(0, 0), 0).build();
        assertThat(table.find(v4(1, 2, 3, 4))).isEqualTo(CidrTable.NONE);
        assertThat(table.find(IpAddress.v6(1, 2))).isZero();
    }

    @Test
    void holdsNothingWhenEmpty() {
        assertThat(new CidrTable.Builder().build().find(v4(1, 2, 3, 4))).isEqualTo(CidrTable.NONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 9, 60, 2000})
    void agreesWithANaiveMatcherOnGeneratedNetworks(int size) {
        Random random = new Random(size);
        for (int round = 0; round < 20; round++) {
            List<Network> networks = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                networks.add(network(random));
            }
            CidrTable table = NaiveNetworks.table(networks);
            for (int i = 0; i < 300; i++) {
                IpAddress address = random.nextBoolean() ? near(random, networks) : address(random);
                assertThat(table.find(address))
                        .as("%s in %s", address, networks)
                        .isEqualTo(NaiveNetworks.find(networks, address));
            }
        }
    }

    private static Network network(Random random) {
        IpAddress address = address(random);
        return new Network(address, random.nextInt(address.v4() ? 33 : 129));
    }

    /** Addresses crowd together, so that prefixes nest and nodes fill. */
    private static IpAddress address(Random random) {
        if (random.nextBoolean()) {
            return IpAddress.v4(random.nextInt(4) << 24 | random.nextInt(2) << 16 | random.nextInt(1 << 16));
        }
        long high = 0x2001_0db8_0000_0000L | random.nextInt(4) << 16 | random.nextInt(3);
        return IpAddress.v6(high, random.nextInt(3) == 0 ? random.nextLong() : random.nextInt(1 << 10));
    }

    private static IpAddress near(Random random, List<Network> networks) {
        IpAddress base = networks.get(random.nextInt(networks.size())).address();
        long flipped = base.low() ^ 1L << random.nextInt(base.v4() ? 32 : 64);
        return base.v4() ? IpAddress.v4((int) flipped) : IpAddress.v6(base.high(), flipped);
    }
}
