package io.shrike.policy.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.IpAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressesTest {
    private static IpAddress parse(String text) {
        return Addresses.parse(text).orElseThrow().address();
    }

    @Test
    void readsWhatItWritesOfEitherFamily() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            long high = random.nextLong() & (random.nextBoolean() ? -1L : 0xffff_0000_0000_ffffL);
            long low = random.nextLong() & (random.nextBoolean() ? -1L : 0xffff_0000_ffffL);
            IpAddress address = i % 3 == 0 ? IpAddress.v4(random.nextInt()) : IpAddress.v6(high, low);
            assertThat(parse(address.toString())).isEqualTo(address);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::",
                "::1",
                "1::",
                "1:2:3:4:5:6:7:8",
                "1::8",
                "1:2:3:4:5:6:7::",
                "::2:3:4:5:6:7:8",
                "::ffff:1.2.3.4",
                "64:ff9b::192.0.2.1",
                "1:2:3:4:5:6:1.2.3.4",
                "FE80::ABCD",
                "0001:0:0:0:0:0:0:01",
                "0.0.0.0",
                "255.255.255.255"
            })
    void agreesWithThePlatform(String text) throws UnknownHostException {
        assertThat(parse(text))
                .isEqualTo(IpAddress.of(InetAddress.getByName(text).getAddress()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.-4",
                "1.2.3.4 ",
                ":",
                ":::",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                "12345::",
                "g::",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8",
                "1.2.3.4::",
                "::1.2.3",
                "1:2:3:4:5:6:7:1.2.3.4",
                "fe80::1%eth0",
                "::1 ",
                "localhost",
                "1:2:3:4:5:6:7:",
                ":1:2:3:4:5:6:7"
            })
    void refusesWhatIsNoAddress(String text) {
        assertThat(Addresses.parse(text)).isEmpty();
    }
}
