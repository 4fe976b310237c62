package io.shrike.delivery.destination.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which proxy a URL is reached by: HTTPS_PROXY or HTTP_PROXY, unless NO_PROXY names its host. A name of NO_PROXY stands for
 * itself and everything below it; {@code *} for every host. Names of the variables may be in lower case, which wins. A user and
 * password in the address are sent to the proxy alone, by the Basic scheme.
 */
public final class ProxySettings extends ProxySelector {
    static {
        // the JDK's client reads it when it is first used, and leaves Basic out of requests for tunnels without it
        System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
    }

    /** No proxy at all. */
    public static final ProxySettings NONE = new ProxySettings(Optional.empty(), Optional.empty(), List.of());

    private static final int DEFAULT_PORT = 80;

    /** A proxy, and what it wants to hear. */
    private record Via(InetSocketAddress address, Optional<ProxyLogin> login) {}

    private final Optional<Via> https;
    private final Optional<Via> http;
    private final List<String> direct;

    private ProxySettings(Optional<Via> https, Optional<Via> http, List<String> direct) {
        this.https = https;
        this.http = http;
        this.direct = List.copyOf(direct);
    }

    /** As the variables say. Throws IllegalArgumentException, with a text for people, where one is no proxy's address. */
    public static ProxySettings of(Function<String, Optional<String>> environment) {
        List<String> direct = either(environment, "NO_PROXY").stream()
                .flatMap(text -> Stream.of(text.split(",")))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty())
                .toList();
        return new ProxySettings(address(environment, "HTTPS_PROXY"), address(environment, "HTTP_PROXY"), direct);
    }

    private static Optional<String> either(Function<String, Optional<String>> environment, String name) {
        return environment
                .apply(name.toLowerCase(Locale.ROOT))
                .or(() -> environment.apply(name))
                .filter(text -> !text.isBlank());
    }

    private static Optional<Via> address(Function<String, Optional<String>> environment, String variable) {
        return either(environment, variable).map(text -> parse(text.strip(), variable));
    }

    private static Via parse(String text, String variable) {
        try {
            URI uri = URI.create(text.contains("://") ? text : "http://" + text);
            String host = Optional.ofNullable(uri.getHost()).orElse("");
            if ("http".equalsIgnoreCase(uri.getScheme()) && !host.isEmpty()) {
                return new Via(
                        InetSocketAddress.createUnresolved(host, uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort()),
                        Optional.ofNullable(uri.getRawUserInfo()).map(ProxyLogin::of));
            }
        } catch (IllegalArgumentException _) {
            throw wrong(variable);
        }
        throw wrong(variable);
    }

    /** The value may hold a password, so it is not shown. */
    private static IllegalArgumentException wrong(String variable) {
        return new IllegalArgumentException(
                variable + " is not the address of a proxy such as http://host:3128 or http://user:password@host:3128");
    }

    @Override
    public List<Proxy> select(URI uri) {
        return List.of(via(uri).map(via -> new Proxy(
                        Proxy.Type.HTTP, new InetSocketAddress(via.address.getHostString(), via.address.getPort())))
                .orElse(Proxy.NO_PROXY));
    }

    /** The header Proxy-Authorization of a request to this URL, where it goes by a proxy that wants one. */
    public Optional<String> authorization(URI uri) {
        return login(uri).map(ProxyLogin::basic);
    }

    /** Who we are to the proxy of this URL, where it goes by one that wants to know. */
    public Optional<ProxyLogin> login(URI uri) {
        return via(uri).flatMap(Via::login);
    }

    /** What of the addresses is to be told nowhere. */
    public List<String> secrets() {
        return Stream.of(https, http)
                .flatMap(Optional::stream)
                .flatMap(via -> via.login.stream())
                .flatMap(login -> login.secrets().stream())
                .distinct()
                .toList();
    }

    private Optional<Via> via(URI uri) {
        String host = Optional.ofNullable(uri.getHost()).orElse("").toLowerCase(Locale.ROOT);
        return ("https".equalsIgnoreCase(uri.getScheme()) ? https : http)
                .filter(_ -> direct.stream().noneMatch(name -> covers(name, host)));
    }

    private static boolean covers(String name, String host) {
        String bare = name.startsWith("*.") ? name.substring(2) : name.startsWith(".") ? name.substring(1) : name;
        return bare.equals("*") || host.equals(bare) || host.endsWith("." + bare);
    }

    /** Every request is tried anew, so there is nothing to remember. */
    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
}
