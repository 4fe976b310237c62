package io.shrike.app.deliver;

import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What of an address nobody may see: the password, and long values of the query, which may be signatures or tokens. Of the address of a
 * hook, long parts of the path too.
 */
public final class AddressSecrets {
    private static final int LEAST_TOKEN = 20;

    private AddressSecrets() {}

    /** Of where a text is fetched from. */
    public static Stream<String> of(String address) {
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

    /** Of where events are sent to. */
    static Stream<String> ofHook(URI uri) {
        String path = Optional.ofNullable(uri.getRawPath()).orElse("");
        return Stream.of(
                        passwords(uri),
                        tokens(uri),
                        Arrays.stream(path.split("/")).filter(AddressSecrets::isToken))
                .flatMap(values -> values);
    }

    /** Not a name that somebody thought of, which may stand in events for other reasons. */
    private static boolean isToken(String part) {
        boolean mixed = part.matches(".*[A-Z].*") && part.matches(".*[a-z].*") && part.matches(".*[0-9].*");
        return isLong(part) && (mixed || part.matches("[0-9a-f-]{32,}"));
    }

    private static boolean isLong(String value) {
        return value.length() >= LEAST_TOKEN;
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
                .filter(AddressSecrets::isLong)
                .distinct();
    }
}
