package io.shrike.app.deliver;

import io.shrike.app.config.ConfigurationException;
import io.shrike.delivery.destination.qualys.QualysGateways;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;

/** Where Qualys is and who we are to it: from the policy, QUALYS_CRS_ENDPOINT, QUALYS_POD and QUALYS_ACCESS_TOKEN. */
final class QualysAccess {
    private final Function<String, Optional<String>> environment;

    QualysAccess(Function<String, Optional<String>> environment) {
        this.environment = environment;
    }

    private Optional<String> variable(String name) {
        return environment.apply(name).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** Never shown. */
    Optional<String> token() {
        Optional<String> token = variable("QUALYS_ACCESS_TOKEN");
        if (token.isPresent() && !token.get().matches("[\\x21-\\x7e]+")) {
            throw new ConfigurationException(
                    "shrike: QUALYS_ACCESS_TOKEN holds a blank or a character that no token has");
        }
        return token;
    }

    /** The policy's own URL, else QUALYS_CRS_ENDPOINT, else the gateway of QUALYS_POD; empty where none is given. */
    Optional<URI> endpoint(Optional<String> ofPolicy, boolean allowInsecure) {
        Optional<String> url = ofPolicy.or(() -> variable("QUALYS_CRS_ENDPOINT"));
        if (url.isPresent()) {
            return Optional.of(checked(url.get(), allowInsecure));
        }
        return variable("QUALYS_POD")
                .map(pod -> QualysGateways.ofPod(pod)
                        .orElseThrow(() -> new ConfigurationException("shrike: QUALYS_POD: \"" + pod
                                + "\" is not a pod (known: " + QualysGateways.pods()
                                + "); QUALYS_CRS_ENDPOINT can name a gateway")));
    }

    private static URI checked(String url, boolean allowInsecure) {
        try {
            URI uri = URI.create(url);
            boolean https = "https".equalsIgnoreCase(uri.getScheme());
            boolean http = "http".equalsIgnoreCase(uri.getScheme());
            if (uri.getHost() != null && (https || (http && allowInsecure))) {
                return QualysGateways.complete(uri);
            }
        } catch (IllegalArgumentException _) {
            throw wrong(url);
        }
        throw wrong(url);
    }

    private static ConfigurationException wrong(String url) {
        return new ConfigurationException(
                "shrike: the endpoint of qualys-crs: expected a URL such as https://host, found \"" + url
                        + "\" (http:// only with allowInsecure: true)");
    }
}
