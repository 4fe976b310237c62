package io.shrike.aws.text;

import io.shrike.aws.access.Access;
import io.shrike.aws.access.ReadingFailures;
import io.shrike.delivery.source.FetchResult;
import io.shrike.delivery.source.TextSource;
import io.shrike.model.ByteString;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Objects of S3 as texts: {@code s3://bucket/key[?versionId=V]}. A version is named by its ETag. */
public final class S3Texts implements TextSource {
    private static final Pattern ADDRESS = Pattern.compile("s3://([^/]+)/([^?]+)(?:\\?versionId=(.+))?");

    private final Access access;
    private Optional<S3Client> client = Optional.empty();

    public S3Texts(Access access) {
        this.access = access;
    }

    /** An endpoint of one's own has no host for each bucket. */
    private S3Client client() {
        S3Client made = client.orElseGet(() -> access.client(
                S3Client.builder().forcePathStyle(access.endpoint().isPresent())));
        client = Optional.of(made);
        return made;
    }

    /** On a thread of its own, as a read of the SDK's HTTP client cannot be interrupted. */
    @Override
    public FetchResult fetch(String address, Optional<String> etag, Duration limit, int most) {
        Matcher parts = ADDRESS.matcher(address);
        if (!parts.matches()) {
            return new FetchResult.Refused("it is not s3://bucket/key");
        }
        GetObjectRequest.Builder request = GetObjectRequest.builder()
                .bucket(parts.group(1))
                .key(parts.group(2))
                .overrideConfiguration(settings -> settings.apiCallTimeout(limit));
        Optional.ofNullable(parts.group(3)).ifPresent(request::versionId);
        etag.ifPresent(request::ifNoneMatch);
        FutureTask<FetchResult> answer = new FutureTask<>(() -> get(request.build(), most));
        Thread.ofPlatform().name("shrike-s3").daemon().start(answer);
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            answer.cancel(true);
            return new FetchResult.Unreachable("no answer from S3 in time");
        } catch (ExecutionException failure) {
            return new FetchResult.Unreachable(String.valueOf(failure.getCause()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new FetchResult.Unreachable("interrupted");
        }
    }

    private FetchResult get(GetObjectRequest request, int most) {
        try {
            return client().getObject(request, reading(most));
        } catch (RuntimeException failure) {
            return ReadingFailures.of(failure);
        }
    }

    private static ResponseTransformer<GetObjectResponse, FetchResult> reading(int most) {
        return (response, stream) -> {
            try (stream) {
                byte[] bytes = stream.readNBytes(most + 1);
                if (bytes.length > most) {
                    stream.abort();
                    return new FetchResult.Refused("it is longer than " + most + " bytes");
                }
                return new FetchResult.Text(ByteString.of(bytes), Optional.ofNullable(response.eTag()));
            } catch (IOException failure) {
                return new FetchResult.Unreachable("the connection to S3 broke (" + failure.getMessage() + ")");
            }
        };
    }
}
