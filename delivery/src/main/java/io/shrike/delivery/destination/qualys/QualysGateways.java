package io.shrike.delivery.destination.qualys;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The gateways of the Qualys platforms by pod, and where on them events are posted. */
public final class QualysGateways {
    private static final String PATH = "/cspm/v1/runtime/events";
    private static final Map<String, String> HOSTS = new TreeMap<>(Map.of(
            "US1", "gateway.qg1.apps.qualys.com",
            "US2", "gateway.qg2.apps.qualys.com",
            "US3", "gateway.qg3.apps.qualys.com",
            "US4", "gateway.qg4.apps.qualys.com",
            "EU1", "gateway.qg1.apps.qualys.eu",
            "EU2", "gateway.qg2.apps.qualys.eu",
            "IN1", "gateway.qg1.apps.qualys.in",
            "CA1", "gateway.qg1.apps.qualys.ca",
            "AE1", "gateway.qg1.apps.qualys.ae",
            "UK1", "gateway.qg1.apps.qualys.co.uk"));

    private QualysGateways() {}

    /** Where a pod's events go; empty for a pod that is not known. */
    public static Optional<URI> ofPod(String pod) {
        return Optional.ofNullable(HOSTS.get(pod.strip().toUpperCase(Locale.ROOT)))
                .map(host -> URI.create("https://" + host + PATH));
    }

    /** The pods that are known, for people. */
    public static String pods() {
        return String.join(", ", HOSTS.keySet());
    }

    /** A URL without a path is that of a gateway; one with a path is taken as it is. */
    public static URI complete(URI endpoint) {
        String path = Optional.ofNullable(endpoint.getPath()).orElse("");
        return path.isEmpty() || path.equals("/") ? endpoint.resolve(PATH) : endpoint;
    }
}
