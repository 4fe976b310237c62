package io.shrike.aws;

import io.shrike.aws.access.Access;
import io.shrike.aws.access.Credentials;
import io.shrike.aws.access.Network;
import io.shrike.aws.text.S3Texts;
import io.shrike.delivery.source.TextSource;
import io.shrike.delivery.source.TextSourceProvider;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Opens sources of texts that AWS keeps. */
public final class AwsTexts implements TextSourceProvider {
    @Override
    public TextSource open(String scheme, Map<String, String> environment) {
        if (!scheme.equals("s3")) {
            throw new IllegalArgumentException("\"" + scheme + "\" is nothing of AWS that Shrike reads texts from");
        }
        String region = first(environment, "AWS_REGION", "AWS_DEFAULT_REGION")
                .filter(name -> name.matches("[a-z]{2,}(-[a-z0-9]+)+"))
                .orElseThrow(() ->
                        new IllegalArgumentException("AWS_REGION must be the region of the bucket, such as eu-west-1"));
        Optional<URI> endpoint =
                first(environment, "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL").map(AwsTexts::url);
        return new S3Texts(new Access(region, endpoint, Credentials.of(environment), Network.of(environment)));
    }

    private static URI url(String text) {
        if (!text.matches("https?://[A-Za-z0-9.:_\\[\\]-]+(/\\S*)?")) {
            throw new IllegalArgumentException(
                    "AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL is not a URL such as https://host");
        }
        return URI.create(text);
    }

    private static Optional<String> first(Map<String, String> environment, String... names) {
        return Stream.of(names)
                .flatMap(name -> Optional.ofNullable(environment.get(name)).stream())
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .findFirst();
    }
}
