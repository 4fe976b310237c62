package io.shrike.policy.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.shrike.model.IpAddress;
import io.shrike.policy.document.Cidr;
import io.shrike.policy.document.PortRange;
import io.shrike.policy.document.Position;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Text as a network, an address or a port: what is accepted means what the platform says it means. */
class NetworkFuzz {
    @FuzzTest
    void meansWhatThePlatformSays(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        Addresses.parse(text).ifPresent(parsed -> {
            IpAddress address = parsed.address();
            assertThat(address)
                    .isEqualTo(IpAddress.of(InetAddress.ofLiteral(text).getAddress()));
            assertThat(Addresses.parse(address.toString()).orElseThrow().address())
                    .isEqualTo(address);
        });
        Problems problems = new Problems("n");
        YamlNode node = new YamlNode.Scalar(text, text, true, new Position("n", 1, 1));
        Optional<Cidr> cidr = NetworkValues.NETWORK.read(node, "network", problems);
        assertThat(cidr.isEmpty()).isEqualTo(problems.hasErrors());
        cidr.ifPresent(NetworkFuzz::isClean);
        NetworkValues.NAME
                .read(node, "domain", problems)
                .ifPresent(domain ->
                        assertThat(domain.domain()).hasSizeBetween(1, 253).doesNotEndWith("."));
        NetworkValues.PORT.read(node, "port", problems).ifPresent(NetworkFuzz::isInRange);
    }

    /** No bits beyond the prefix, and it reads as it is written. */
    private static void isClean(Cidr cidr) {
        assertThat(NetworkValues.masked(cidr.address(), cidr.prefix())).isEqualTo(cidr);
        YamlNode again = new YamlNode.Scalar(cidr.toString(), cidr.toString(), true, new Position("n", 1, 1));
        Problems problems = new Problems("n");
        assertThat(NetworkValues.NETWORK.read(again, "network", problems)).contains(cidr);
        assertThat(problems.inOrder()).isEmpty();
    }

    private static void isInRange(PortRange ports) {
        assertThat(ports.first()).isBetween(1, ports.last());
        assertThat(ports.last()).isLessThanOrEqualTo(65535);
    }
}
