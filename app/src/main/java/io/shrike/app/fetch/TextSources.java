package io.shrike.app.fetch;

import io.shrike.app.deliver.AddressSecrets;
import io.shrike.delivery.source.TextSource;
import java.io.IOException;
import java.util.stream.Stream;

/** Opens what can read an address. */
@FunctionalInterface
interface TextSources {
    /** The same for all addresses of a kind. Throws IOException, with a text for people, where there can be none. */
    TextSource of(String address) throws IOException;

    /** What of an address, and of what is needed to read it, must be told nowhere. */
    default Stream<String> secrets(String address) {
        return AddressSecrets.of(address);
    }
}
