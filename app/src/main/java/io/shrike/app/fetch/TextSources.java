package io.shrike.app.fetch;

import io.shrike.delivery.source.TextSource;
import java.io.IOException;

/** Opens what can read an address. */
@FunctionalInterface
interface TextSources {
    /** The same for all addresses of a kind. Throws IOException, with a text for people, where there can be none. */
    TextSource of(String address) throws IOException;
}
