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
 * itself and everything below it; {@code *} for every host. Names of the variables may be in lower case, which wins.
 */
public final class ProxySettings extends ProxySelector {
    /** No proxy at all. */
    public static final ProxySettings NONE = new ProxySettings(Optional.empty(), Optional.empty(), List.of());

    private static final int DEFAULT_PORT = 80;

    private final Optional<InetSocketAddress> https;
    private final Optional<InetSocketAddress> http;
    private final List<String> direct;

    private ProxySettings(Optional<InetSocketAddress> https, Optional<InetSocketAddress> http, List<String> direct) {
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

    private static Optional<InetSocketAddress> address(
            Function<String, Optional<String>> environment, String variable) {
        return either(environment, variable).map(text -> parse(text.strip(), variable));
    }

    private static InetSocketAddress parse(String text, String variable) {
        try {
            URI uri = URI.create(text.contains("://") ? text : "http://" + text);
            String host = Optional.ofNullable(uri.getHost()).orElse("");
            boolean plain = "http".equalsIgnoreCase(uri.getScheme()) && uri.getUserInfo() == null;
            if (plain && !host.isEmpty()) {
                return InetSocketAddress.createUnresolved(host, uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort());
            }
        } catch (IllegalArgumentException _) {
            throw wrong(variable);
        }
        throw wrong(variable);
    }

    /** The value may hold a password, so it is not shown. */
    private static IllegalArgumentException wrong(String variable) {
        return new IllegalArgumentException(
                variable + " is not the address of a proxy such as http://host:3128 (with no user and password)");
    }

    @Override
    public List<Proxy> select(URI uri) {
        String host = Optional.ofNullable(uri.getHost()).orElse("").toLowerCase(Locale.ROOT);
        Optional<InetSocketAddress> proxy = "https".equalsIgnoreCase(uri.getScheme()) ? https : http;
        if (proxy.isEmpty() || direct.stream().anyMatch(name -> covers(name, host))) {
            return List.of(Proxy.NO_PROXY);
        }
        return List.of(new Proxy(
                Proxy.Type.HTTP,
                new InetSocketAddress(proxy.get().getHostString(), proxy.get().getPort())));
    }

    private static boolean covers(String name, String host) {
        String bare = name.startsWith("*.") ? name.substring(2) : name.startsWith(".") ? name.substring(1) : name;
        return bare.equals("*") || host.equals(bare) || host.endsWith("." + bare);
    }

    /** Every request is tried anew, so there is nothing to remember. */
    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
}
