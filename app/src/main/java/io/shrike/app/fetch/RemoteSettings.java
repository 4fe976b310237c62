package io.shrike.app.fetch;

import io.shrike.app.config.ConfigurationException;
import io.shrike.app.deliver.AddressSecrets;
import io.shrike.app.deliver.DestinationLayer;
import io.shrike.delivery.destination.ErrnoName;
import io.shrike.delivery.destination.http.ProxySettings;
import io.shrike.delivery.destination.http.TrustedCertificates;
import io.shrike.delivery.source.HttpsSource;
import io.shrike.delivery.source.TextSource;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** How the environment says that policies of other machines are fetched. */
public final class RemoteSettings {
    private static final String INTERVAL = "SHRIKE_POLICY_INTERVAL";
    private static final Duration USUAL_INTERVAL = Duration.ofSeconds(30);
    private static final int MOST_SECONDS = 86_400;
    private static final Duration LOOK_LIMIT = Duration.ofSeconds(20);

    private final Map<String, String> environment;

    public RemoteSettings(Map<String, String> environment) {
        this.environment = environment;
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** How often a text is asked for again. */
    public Duration interval() {
        return variable(INTERVAL).map(RemoteSettings::seconds).orElse(USUAL_INTERVAL);
    }

    private static Duration seconds(String text) {
        boolean number = text.matches("[0-9]{1,5}");
        if (!number || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST_SECONDS) {
            throw new ConfigurationException(
                    "shrike: " + INTERVAL + ": expected 1 to " + MOST_SECONDS + " seconds, found \"" + text + "\"");
        }
        return Duration.ofSeconds(Integer.parseInt(text));
    }

    /** For a run: with copies in {@code directory}; the start waits no longer than {@code startLimit}. */
    public RemotePolicies open(Path directory, Duration startLimit, Consumer<String> operator) {
        return new RemotePolicies(sources(), Optional.of(new PolicyCopies(directory)), operator, startLimit);
    }

    /** For a look at policies that are not run: what cannot be reached is an error. */
    public RemotePolicies open() {
        return new RemotePolicies(sources(), Optional.empty(), _ -> {}, LOOK_LIMIT);
    }

    /** Opened with the first address of its kind, as most runs have none. */
    private TextSources sources() {
        return new TextSources() {
            private final Map<String, TextSource> open = new HashMap<>();

            @Override
            public TextSource of(String address) throws IOException {
                String scheme = address.substring(0, address.indexOf(':'));
                Optional<TextSource> known = Optional.ofNullable(open.get(scheme));
                if (known.isPresent()) {
                    return known.get();
                }
                TextSource source = scheme.equals("https") ? https() : ofAws(scheme);
                open.put(scheme, source);
                return source;
            }

            @Override
            public Stream<String> secrets(String address) {
                return address.startsWith("https://")
                        ? AddressSecrets.of(address)
                        : Stream.of("AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
                                .flatMap(name -> variable(name).stream());
            }
        };
    }

    private TextSource ofAws(String scheme) throws IOException {
        try {
            return DestinationLayer.awsTexts().open(scheme, environment);
        } catch (IllegalArgumentException failure) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    private TextSource https() throws IOException {
        Optional<Path> caFile = TrustedCertificates.named(this::variable);
        ProxySettings proxies;
        try {
            proxies = ProxySettings.of(this::variable);
        } catch (IllegalArgumentException failure) {
            throw new IOException(failure.getMessage(), failure);
        }
        try {
            return HttpsSource.open(caFile, proxies);
        } catch (FileSystemException failure) {
            throw new IOException(
                    TrustedCertificates.VARIABLE + ": " + failure.getFile() + ": " + ErrnoName.text(failure), failure);
        } catch (IOException failure) {
            throw new IOException(TrustedCertificates.VARIABLE + ": " + failure.getMessage(), failure);
        }
    }
}
