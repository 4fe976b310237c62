package io.shrike.policy.compile;

import static io.shrike.model.Interest.ACCEPT;
import static io.shrike.model.Interest.BIND;
import static io.shrike.model.Interest.CONNECT;
import static io.shrike.model.Interest.DNS;
import static io.shrike.model.Interest.LISTEN;
import static io.shrike.model.Interest.RAW_SOCKET;
import static io.shrike.model.Interest.SEND;
import static io.shrike.policy.compile.Fixture.compile;
import static io.shrike.policy.compile.Fixture.connect;
import static io.shrike.policy.compile.Fixture.rules;
import static io.shrike.policy.compile.Fixture.shell;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.Interest;
import io.shrike.model.Judge;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the sensor must see because of each part of networkMonitoring alone. */
class NetworkNeedsTest {
    private static final String LOG_OFF = "actions: {log: {enabled: false}}\n";
    private static final String ALL_OFF = "actions: {log: {enabled: false}, alert: {enabled: false}}\n";

    private static String outbound(String keys) {
        return "networkMonitoring:\n  outboundConnections: {logAllowed: false, " + keys + "}\n";
    }

    private static Set<Interest> interests(String... sections) {
        return compile(sections).needs().interests();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "blocklist: [192.0.2.0/24]",
                "blockedIPs: [192.0.2.1]",
                "blockedPorts: [23]",
                "credentialEndpoint: {allowedExecutables: [java]}"
            })
    void anyListOfAddressesOrPortsNeedsConnectionsAndDatagrams(String keys) {
        assertThat(interests(outbound(keys))).containsExactlyInAnyOrder(CONNECT, SEND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"blockedDomains: [x.org]", "cryptoMiningPools: [x.org]"})
    void anyListOfDomainsNeedsQuestionsAsWell(String keys) {
        assertThat(interests(outbound(keys))).containsExactlyInAnyOrder(CONNECT, SEND, DNS);
    }

    @Test
    void whatIsAllowedNeedsEveryWayOutWhereItIsLogged() {
        assertThat(interests("networkMonitoring:\n  outboundConnections: {logAllowed: true}\n"))
                .containsExactlyInAnyOrder(CONNECT, SEND, RAW_SOCKET);
        assertThat(interests("networkMonitoring:\n  outboundConnections: {logAllowed: false}\n"))
                .isEmpty();
        assertThat(interests(outbound("allowlist: [10.0.0.0/8]"))).contains(RAW_SOCKET);
    }

    @Test
    void acceptIsNeededOnlyToLogIt() {
        String inbound = "networkMonitoring:\n  inboundConnections: {allowedPorts: [80], alertOnUnexpected: true}\n";
        String silent = "networkMonitoring:\n  inboundConnections: {allowedPorts: [80], alertOnUnexpected: false}\n";
        assertThat(interests(inbound)).containsExactlyInAnyOrder(BIND, LISTEN, ACCEPT);
        assertThat(interests(inbound + LOG_OFF)).containsExactlyInAnyOrder(BIND, LISTEN);
        assertThat(interests(silent)).containsExactlyInAnyOrder(BIND, LISTEN, ACCEPT);
        assertThat(interests(silent + LOG_OFF)).isEmpty();
    }

    @Test
    void nothingIsNeededOrToldWhereEveryActionIsOff() {
        String blocked = "networkMonitoring:\n  outboundConnections: {blockedIPs: [192.0.2.1]}\n";
        assertThat(interests(blocked + ALL_OFF)).isEmpty();
        Judge judge = compile(blocked + ALL_OFF).judge();
        assertThat(judge.decide(connect("192.0.2.1", 443), shell()).matched()).isFalse();
        assertThat(judge.decide(connect("192.0.2.2", 443), shell()).matched()).isFalse();
    }

    @Test
    void theCredentialEndpointIsWatchedAlsoWhereNothingElseIsTold() {
        String credentials = "networkMonitoring:\n  outboundConnections:\n    action: log\n"
                + "    credentialEndpoint: {allowedExecutables: [java], action: alert}\n" + LOG_OFF;
        assertThat(interests(credentials)).containsExactlyInAnyOrder(CONNECT, SEND);
        assertThat(rules(compile(credentials).judge().decide(connect("169.254.170.2", 80), shell())))
                .containsExactly("networkMonitoring.outboundConnections.credentialEndpoint");
    }
}
