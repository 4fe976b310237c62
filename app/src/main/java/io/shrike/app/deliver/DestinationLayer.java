package io.shrike.app.deliver;

import io.shrike.app.config.ConfigurationException;
import io.shrike.delivery.destination.DestinationProvider;
import io.shrike.delivery.source.TextSourceProvider;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ResolutionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Modules that only some destinations and sources of policies need. They are on no path of the sensor, so that a run without them pays
 * nothing for them, and become a layer of their own when the first is opened.
 */
public final class DestinationLayer {
    /** Set by the launcher: the directory of the modules for AWS. */
    private static final String DIRECTORY = "shrike.aws";

    private static Optional<ModuleLayer> made = Optional.empty();

    private DestinationLayer() {}

    /** Throws ConfigurationException where the modules are missing or do not fit together. */
    static DestinationProvider aws() {
        return first(ServiceLoader.load(layer(), DestinationProvider.class));
    }

    /** As {@link #aws}, for texts. */
    public static TextSourceProvider awsTexts() {
        return first(ServiceLoader.load(layer(), TextSourceProvider.class));
    }

    private static <P> P first(ServiceLoader<P> providers) {
        return providers
                .findFirst()
                .orElseThrow(() -> new ConfigurationException(
                        "shrike: the modules for AWS in .build/aws provide nothing: run make build again"));
    }

    private static synchronized ModuleLayer layer() {
        ModuleLayer layer = made.orElseGet(DestinationLayer::make);
        made = Optional.of(layer);
        return layer;
    }

    private static ModuleLayer make() {
        Optional<Path> directory =
                Optional.ofNullable(System.getProperty(DIRECTORY)).map(Path::of).filter(Files::isDirectory);
        if (directory.isEmpty()) {
            throw new ConfigurationException(
                    "shrike: the modules for AWS are not installed (.build/aws): run make build, or do without destinations of AWS and policies from s3://");
        }
        try {
            return load(directory.get());
        } catch (FindException | ResolutionException | LayerInstantiationException failure) {
            throw new ConfigurationException(
                    "shrike: the modules for AWS in " + directory.get() + ": " + failure.getMessage());
        }
    }

    /** All modules there are roots: automatic ones name none of those that they need. */
    private static ModuleLayer load(Path directory) {
        ModuleLayer sensor = ModuleLayer.boot();
        ModuleFinder finder = ModuleFinder.of(directory);
        Set<String> names = finder.findAll().stream()
                .map(module -> module.descriptor().name())
                .collect(Collectors.toSet());
        Configuration modules = sensor.configuration().resolveAndBind(finder, ModuleFinder.of(), names);
        return sensor.defineModulesWithOneLoader(modules, ClassLoader.getSystemClassLoader());
    }
}
