package io.shrike.trace.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.ByteString;
import io.shrike.model.Endpoint;
import io.shrike.model.Field;
import io.shrike.model.IpAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocketAddressDecoderTest {
    private static final String IPV4 = "0200 0016 c6336407 0000000000000000";
    private static final String IPV6 = "0a00 01bb 00000000 20010db8000000000000000000000001 00000000";

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static Field<Endpoint> decode(String hex) {
        return SocketAddressDecoder.decode(bytes(hex));
    }

    @Test
    void readsAddressAndPortOfIpv4() {
        assertThat(decode(IPV4)).isEqualTo(Field.known(new Endpoint.Inet(IpAddress.v4(0xc6336407), 22)));
    }

    @Test
    void readsAddressAndPortOfIpv6() {
        assertThat(decode(IPV6)).isEqualTo(Field.known(new Endpoint.Inet(IpAddress.v6(0x20010db800000000L, 1), 443)));
    }

    @Test
    void takesAMappedAddressForTheIpv4AddressThatItIs() {
        assertThat(decode("0a00 ffff 00000000 00000000000000000000ffff c6336407 00000000"))
                .isEqualTo(Field.known(new Endpoint.Inet(IpAddress.v4(0xc6336407), 65535)));
    }

    @Test
    void refusesAnAddressTooShortForItsFamily() {
        for (int length = 0; length < 8; length++) {
            assertThat(SocketAddressDecoder.decode(Arrays.copyOf(bytes(IPV4), length)))
                    .as("IPv4 of %d bytes", length)
                    .isEqualTo(Field.unreadable("EINVAL"));
        }
        for (int length = 0; length < 24; length++) {
            assertThat(SocketAddressDecoder.decode(Arrays.copyOf(bytes(IPV6), length)))
                    .as("IPv6 of %d bytes", length)
                    .isEqualTo(Field.unreadable("EINVAL"));
        }
        assertThat(SocketAddressDecoder.decode(Arrays.copyOf(bytes(IPV6), 24))).isInstanceOf(Field.Known.class);
    }

    @Test
    void endsAPathAtItsNulOrWhereTheAddressEnds() {
        Endpoint socket = new Endpoint.Unix(ByteString.utf8("/run/a"), false);
        assertThat(decode("0100 2f72756e2f61 00 78")).isEqualTo(Field.known(socket));
        assertThat(decode("0100 2f72756e2f61")).isEqualTo(Field.known(socket));
    }

    @Test
    void keepsEveryByteOfAnAbstractName() {
        assertThat(decode("0100 00 6100 62 00"))
                .isEqualTo(Field.known(
                        new Endpoint.Unix(ByteString.of((byte) 'a', (byte) 0, (byte) 'b', (byte) 0), true)));
        assertThat(decode("0100 00")).isEqualTo(Field.known(new Endpoint.Unix(ByteString.EMPTY, true)));
    }

    @Test
    void givesAnUnnamedSocketAnEmptyPath() {
        assertThat(decode("0100")).isEqualTo(Field.known(new Endpoint.Unix(ByteString.EMPTY, false)));
    }

    @ParameterizedTest
    @CsvSource({
        "1000 000000000000000000000000, 16, AF_NETLINK",
        "1100 0300, 17, AF_PACKET",
        "0000, 0, AF_UNSPEC",
        "2800, 40, AF_VSOCK"
    })
    void namesOtherFamilies(String hex, int family, String name) {
        assertThat(decode(hex)).isEqualTo(Field.known(new Endpoint.Other(family, name)));
    }

    @Test
    void namesAFamilyThatDoesNotExist() {
        assertThat(decode("ffff 0000"))
                .isInstanceOfSatisfying(
                        Field.Known.class,
                        known -> assertThat(known.value())
                                .isInstanceOfSatisfying(
                                        Endpoint.Other.class,
                                        other -> assertThat(other.family()).isEqualTo(65535)));
    }

    @Test
    void neverThrowsOnRandomBytes() {
        Random random = new Random(20260103);
        byte[] families = {0, 1, 2, 10, 16, 17, 40};
        for (int round = 0; round < 100_000; round++) {
            byte[] address = new byte[random.nextInt(SocketAddressDecoder.MAX_LENGTH + 1)];
            random.nextBytes(address);
            if (address.length > 1 && round % 4 != 0) {
                address[0] = families[random.nextInt(families.length)];
                address[1] = 0;
            }
            assertThat(SocketAddressDecoder.decode(address)).isNotNull();
        }
    }
}
