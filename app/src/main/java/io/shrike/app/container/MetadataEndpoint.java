package io.shrike.app.container;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The task metadata endpoint of Amazon ECS, version 4, which is asked without a proxy. Used by one thread at a time. */
final class MetadataEndpoint implements MetadataReader {
    private static final Duration MOST_TIME = Duration.ofSeconds(2);
    private static final long MOST_BYTES = 4 << 20;

    private final String base;
    private final HttpClient client = HttpClient.newBuilder()
            .proxy(HttpClient.Builder.NO_PROXY)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(MOST_TIME)
            .build();

    /** {@code base}: what ECS_CONTAINER_METADATA_URI_V4 says. */
    MetadataEndpoint(String base) {
        this.base = base;
    }

    @Override
    public TaskMetadata read() throws IOException {
        return MetadataJson.read(get(base), get(base + "/task"));
    }

    private byte[] get(String url) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request(url), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
        try {
            HttpResponse<byte[]> response = answer.get(MOST_TIME.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw new IOException("it answers HTTP " + response.statusCode());
            }
            return response.body();
        } catch (TimeoutException slow) {
            throw new IOException("no answer within " + MOST_TIME.toSeconds() + " s", slow);
        } catch (ExecutionException failure) {
            throw new IOException(reason(failure), failure);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } finally {
            answer.cancel(true);
        }
    }

    private static HttpRequest request(String url) throws IOException {
        try {
            return HttpRequest.newBuilder(URI.create(url)).timeout(MOST_TIME).build();
        } catch (IllegalArgumentException wrong) {
            throw new IOException("it is not an http URL", wrong);
        }
    }

    private static String reason(ExecutionException failure) {
        return switch (failure.getCause()) {
            case HttpTimeoutException _ -> "no answer within " + MOST_TIME.toSeconds() + " s";
            case ConnectException _ -> "cannot connect";
            case IOException other when other.getMessage() != null -> other.getMessage();
            case null, default -> String.valueOf(failure.getCause());
        };
    }
}
