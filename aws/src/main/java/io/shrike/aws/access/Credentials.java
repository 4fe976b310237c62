package io.shrike.aws.access;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Who the sensor is to AWS: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (with AWS_SESSION_TOKEN), else the role of the task, which the
 * container's credentials endpoint gives and renews. No profile is read and no instance asked. Thread-safe.
 */
public final class Credentials implements AwsCredentialsProvider {
    private final AwsCredentialsProvider source;

    private Credentials(AwsCredentialsProvider source) {
        this.source = source;
    }

    public static Credentials of(Map<String, String> environment) {
        Optional<String> id = variable(environment, "AWS_ACCESS_KEY_ID");
        Optional<String> secret = variable(environment, "AWS_SECRET_ACCESS_KEY");
        if (id.isEmpty() || secret.isEmpty()) {
            return new Credentials(ContainerCredentialsProvider.builder().build());
        }
        AwsCredentials known = variable(environment, "AWS_SESSION_TOKEN")
                .<AwsCredentials>map(token -> AwsSessionCredentials.create(id.get(), secret.get(), token))
                .orElseGet(() -> AwsBasicCredentials.create(id.get(), secret.get()));
        return new Credentials(StaticCredentialsProvider.create(known));
    }

    private static Optional<String> variable(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    @Override
    public AwsCredentials resolveCredentials() {
        try {
            return source.resolveCredentials();
        } catch (SdkException failure) {
            throw new MissingException(failure);
        }
    }

    /** There are none now. */
    static final class MissingException extends RuntimeException {
        MissingException(Throwable cause) {
            super("no credentials", cause);
        }
    }
}
