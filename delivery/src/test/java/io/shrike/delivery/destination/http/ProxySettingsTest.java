package io.shrike.delivery.destination.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxySettingsTest {
    private static String proxy(Map<String, String> variables, String url) {
        Proxy proxy = ProxySettings.of(name -> Optional.ofNullable(variables.get(name)))
                .select(URI.create(url))
                .getFirst();
        return proxy.address() instanceof InetSocketAddress address
                ? address.getHostString() + ":" + address.getPort()
                : "none";
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example/p, p1:3128",
        "http://a.example/p, p2:80",
        "https://in.corp/, none",
        "https://x.in.corp/, none",
        "https://bin.corp/, p1:3128",
        "https://y.dot.corp/, none",
        "https://IN.CORP/, none"
    })
    void choosesByUrl(String url, String expected) {
        Map<String, String> variables =
                Map.of("HTTPS_PROXY", "http://p1:3128", "HTTP_PROXY", "p2", "NO_PROXY", "in.corp, .dot.corp,localhost");
        assertThat(proxy(variables, url)).isEqualTo(expected);
    }

    @Test
    void prefersTheNameInLowerCase() {
        assertThat(proxy(Map.of("HTTPS_PROXY", "http://a:1", "https_proxy", "http://b:2"), "https://h/"))
                .isEqualTo("b:2");
    }

    @Test
    void goesNowhereByProxyWhereEveryHostIsExcepted() {
        assertThat(proxy(Map.of("HTTPS_PROXY", "http://a:1", "NO_PROXY", "*"), "https://h/"))
                .isEqualTo("none");
    }

    @Test
    void tellsUserAndPasswordToTheProxyAlone() {
        ProxySettings proxies = ProxySettings.of(name -> Optional.ofNullable(
                Map.of("HTTPS_PROXY", "http://user:p%40ss@a:1", "HTTP_PROXY", "http://b:1", "NO_PROXY", "near")
                        .get(name)));
        assertThat(proxies.authorization(URI.create("https://far/"))).contains("Basic dXNlcjpwQHNz");
        assertThat(proxies.secrets()).containsExactly("p@ss", "p%40ss", "dXNlcjpwQHNz");
        assertThat(proxies.login(URI.create("https://far/")).toString()).doesNotContain("ss");
        assertThat(proxies.authorization(URI.create("http://far/"))).isEmpty();
        assertThat(proxies.authorization(URI.create("https://near/"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"socks5://h:1", "https://user:secret@h:1", "socks5://user:secret@h", "http://", "http://h:x y"})
    void refusesWhatIsNoProxyWithoutShowingIt(String value) {
        assertThatThrownBy(() -> proxy(Map.of("HTTPS_PROXY", value), "https://h/"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("HTTPS_PROXY")
                .hasMessageNotContaining("secret");
    }
}
