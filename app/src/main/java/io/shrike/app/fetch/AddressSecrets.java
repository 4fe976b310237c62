package io.shrike.app.fetch;

import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** What of an address nobody may see: the password, and long values of the query, which may be signatures or tokens. */
final class AddressSecrets {
    private static final int LEAST_TOKEN = 20;

    private AddressSecrets() {}

    static Stream<String> of(String address) {
        if (!address.startsWith("https://")) {
            return Stream.empty();
        }
        try {
            URI uri = URI.create(address);
            return Stream.concat(passwords(uri), tokens(uri));
        } catch (IllegalArgumentException _) {
            return Stream.empty();
        }
    }

    private static Stream<String> passwords(URI uri) {
        return Stream.of(Optional.ofNullable(uri.getUserInfo()), Optional.ofNullable(uri.getRawUserInfo()))
                .flatMap(Optional::stream)
                .filter(user -> user.contains(":"))
                .map(user -> user.substring(user.indexOf(':') + 1))
                .distinct();
    }

    private static Stream<String> tokens(URI uri) {
        return Stream.of(Optional.ofNullable(uri.getQuery()), Optional.ofNullable(uri.getRawQuery()))
                .flatMap(Optional::stream)
                .flatMap(query -> Arrays.stream(query.split("&")))
                .map(pair -> pair.substring(pair.indexOf('=') + 1))
                .filter(value -> value.length() >= LEAST_TOKEN)
                .distinct();
    }
}
