package io.shrike.app.deliver;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What of a webhook's settings is to be told nowhere: the key that signs, headers that say who the sensor is, tokens in the address. */
final class HookSecrets {
    private static final Pattern TELLING =
            Pattern.compile("headers\\..*(auth|token|key|secret|cookie|passw|sign|cred).*", Pattern.CASE_INSENSITIVE);

    private HookSecrets() {}

    static List<String> of(URI endpoint, Map<String, String> settings) {
        Stream<String> key = Optional.ofNullable(settings.get("secret")).stream();
        Stream<String> headers = settings.entrySet().stream()
                .filter(setting -> TELLING.matcher(setting.getKey()).matches())
                .flatMap(setting -> Stream.of(setting.getValue().split("\\s+")));
        return Stream.of(key, headers, AddressSecrets.ofHook(endpoint))
                .flatMap(values -> values)
                .distinct()
                .toList();
    }
}
