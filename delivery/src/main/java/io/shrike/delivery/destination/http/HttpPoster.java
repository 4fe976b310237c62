package io.shrike.delivery.destination.http;

import io.shrike.delivery.destination.SendResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPOutputStream;

/**
 * Posts bodies to one endpoint. Redirects are not followed, so that no token goes where the operator did not send it; of the
 * answer only status and headers count.
 */
public final class HttpPoster implements AutoCloseable {
    private final HttpSettings settings;
    private final HttpClient client;
    private volatile boolean gzip;

    private HttpPoster(HttpSettings settings, HttpClient client) {
        this.settings = settings;
        this.client = client;
        this.gzip = settings.gzip();
    }

    /** Throws IOException, with a text for people, where the settings name certificates that cannot be read. */
    public static HttpPoster open(HttpSettings settings) throws IOException {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.connectTimeout())
                .proxy(settings.proxies());
        if (settings.caFile().isPresent()) {
            builder.sslContext(TrustedCertificates.with(settings.caFile().get()));
        }
        return new HttpPoster(settings, builder.build());
    }

    /** Posts, and tells what the answer means. A server that refuses compression gets none from then on. */
    public SendResult post(byte[] json, Map<String, String> headers) {
        boolean compressed = gzip;
        SendResult result = post(json, headers, compressed);
        if (compressed && result instanceof SendResult.Refused(String reason) && reason.equals("http415")) {
            gzip = false;
            return post(json, headers, false);
        }
        return result;
    }

    private SendResult post(byte[] json, Map<String, String> headers, boolean compressed) {
        HttpRequest.Builder request = HttpRequest.newBuilder(settings.endpoint())
                .timeout(settings.timeout())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(compressed ? compress(json) : json));
        headers.forEach(request::setHeader);
        settings.proxies()
                .authorization(settings.endpoint())
                .ifPresent(value -> request.setHeader("Proxy-Authorization", value));
        if (compressed) {
            request.setHeader("Content-Encoding", "gzip");
        }
        return await(client.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding()));
    }

    /** The client's own timeout ends with the headers; this one also holds for a body that never ends. */
    private SendResult await(CompletableFuture<HttpResponse<Void>> answer) {
        try {
            HttpResponse<Void> response = answer.get(settings.timeout().toMillis() + 1_000, TimeUnit.MILLISECONDS);
            return Answers.of(response.statusCode(), response.headers(), InstantSource.system());
        } catch (ExecutionException failure) {
            return Answers.none(failure.getCause() instanceof Exception cause ? cause : failure);
        } catch (TimeoutException _) {
            answer.cancel(true);
            return SendResult.later("timeout");
        } catch (InterruptedException _) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return SendResult.later("interrupted");
        }
    }

    private static byte[] compress(byte[] bytes) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(bytes.length / 4 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return compressed.toByteArray();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
