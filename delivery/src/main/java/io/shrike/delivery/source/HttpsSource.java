package io.shrike.delivery.source;

import io.shrike.delivery.destination.http.ProxySettings;
import io.shrike.delivery.destination.http.TrustedCertificates;
import io.shrike.model.ByteString;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Texts at {@code https://} URLs. User and password of a URL go to its own host only, as Basic authentication; redirects are
 * followed to {@code https://} only.
 */
public final class HttpsSource implements TextSource {
    private static final int MOST_REDIRECTS = 5;
    private static final int HTTPS_PORT = 443;

    /** What the JDK's limit on bodies says in its exception. */
    private static final String TOO_LONG = "exceeds capacity";

    private final HttpClient client;
    private final ProxySettings proxies;

    private HttpsSource(HttpClient client, ProxySettings proxies) {
        this.client = client;
        this.proxies = proxies;
    }

    /** Throws IOException, with a text for people, where {@code caFile} holds no certificates. */
    public static HttpsSource open(Optional<Path> caFile, ProxySettings proxies) throws IOException {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(proxies);
        if (caFile.isPresent()) {
            builder.sslContext(TrustedCertificates.with(caFile.get()));
        }
        return new HttpsSource(builder.build(), proxies);
    }

    @Override
    public FetchResult fetch(String address, Optional<String> etag, Duration limit, int most) {
        long end = System.nanoTime() + limit.toNanos();
        try {
            URI start = new URI(address);
            URI at = start;
            for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
                Duration left = Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
                HttpResponse<byte[]> answer = send(request(at, user(start, at), etag, left), left, most);
                Optional<String> target = answer.headers().firstValue("Location");
                if (!isRedirect(answer.statusCode()) || target.isEmpty()) {
                    return result(answer);
                }
                at = at.resolve(new URI(target.get()));
                if (!"https".equalsIgnoreCase(at.getScheme()) || at.getHost() == null) {
                    return new FetchResult.Refused("it redirects to what is not https://, which is not followed");
                }
            }
            return new FetchResult.Refused("it redirects more than " + MOST_REDIRECTS + " times");
        } catch (URISyntaxException | IllegalArgumentException _) {
            return new FetchResult.Refused("it is, or redirects to, what is not a URL");
        } catch (IOException failure) {
            if (String.valueOf(failure.getMessage()).contains(TOO_LONG)) {
                return new FetchResult.Refused("it is longer than " + most + " bytes");
            }
            return new FetchResult.Unreachable(Failures.reason(failure, host(address)));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new FetchResult.Unreachable("interrupted");
        }
    }

    private static String host(String address) {
        URI uri = URI.create(address);
        return uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    /** User and password of the first URL, where {@code at} is on the same server. */
    private static Optional<String> user(URI first, URI at) {
        boolean same = String.valueOf(first.getHost()).equalsIgnoreCase(at.getHost()) && port(first) == port(at);
        return same ? Optional.ofNullable(first.getUserInfo()) : Optional.empty();
    }

    private static int port(URI uri) {
        return uri.getPort() < 0 ? HTTPS_PORT : uri.getPort();
    }

    private static boolean isRedirect(int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    private HttpRequest request(URI uri, Optional<String> user, Optional<String> etag, Duration limit)
            throws URISyntaxException {
        URI bare = new URI(uri.getScheme() + "://" + uri.getRawAuthority().replaceFirst("^[^@]*@", "") + rest(uri));
        HttpRequest.Builder request = HttpRequest.newBuilder(bare).timeout(limit);
        etag.ifPresent(version -> request.header("If-None-Match", version));
        proxies.authorization(bare).ifPresent(value -> request.header("Proxy-Authorization", value));
        user.map(text -> text.getBytes(StandardCharsets.UTF_8))
                .map(Base64.getEncoder()::encodeToString)
                .ifPresent(text -> request.header("Authorization", "Basic " + text));
        return request.build();
    }

    private static String rest(URI uri) {
        String query = uri.getRawQuery();
        return (uri.getRawPath().isEmpty() ? "/" : uri.getRawPath()) + (query == null ? "" : "?" + query);
    }

    /** The client's own timeout ends with the headers; this one also holds for a body that never ends. */
    private HttpResponse<byte[]> send(HttpRequest request, Duration limit, int most)
            throws IOException, InterruptedException {
        HttpResponse.BodyHandler<byte[]> text = BodyHandlers.limiting(BodyHandlers.ofByteArray(), most);
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(
                request, info -> info.statusCode() == 200 ? text.apply(info) : BodySubscribers.replacing(new byte[0]));
        try {
            return answer.get(limit.toMillis() + 100, TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof IOException cause ? cause : new IOException(failure.getCause());
        } catch (TimeoutException _) {
            answer.cancel(true);
            throw new HttpTimeoutException("no end");
        }
    }

    private static FetchResult result(HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        return switch (status) {
            case 200 ->
                new FetchResult.Text(
                        ByteString.of(answer.body()), answer.headers().firstValue("ETag"));
            case 304 -> FetchResult.SAME;
            case 401, 403, 407 ->
                new FetchResult.Refused("the server answers " + status + ": it does not let the sensor read this");
            case 404, 410 -> new FetchResult.Refused("the server answers " + status + ": nothing is there");
            case 408, 425, 429 -> new FetchResult.Unreachable("the server answers " + status);
            default ->
                status >= 500
                        ? new FetchResult.Unreachable("the server answers " + status)
                        : new FetchResult.Refused("the server answers " + status);
        };
    }
}
