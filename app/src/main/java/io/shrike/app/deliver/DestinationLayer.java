package io.shrike.app.deliver;

import io.shrike.app.config.ConfigurationException;
import io.shrike.delivery.destination.DestinationProvider;
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
 * Modules that only some destinations need. They are on no path of the sensor, so that a run without such a destination pays nothing
 * for them, and become a layer of their own when the first is opened.
 */
final class DestinationLayer {
    /** Set by the launcher: the directory of the modules for AWS. */
    private static final String DIRECTORY = "shrike.aws";

    private DestinationLayer() {}

    /** Throws ConfigurationException where the modules are missing or do not fit together. */
    static DestinationProvider aws() {
        Optional<Path> directory =
                Optional.ofNullable(System.getProperty(DIRECTORY)).map(Path::of).filter(Files::isDirectory);
        if (directory.isEmpty()) {
            throw new ConfigurationException(
                    "shrike: the modules for destinations of AWS are not installed (.build/aws): run make build, or take the destination out of the policy");
        }
        try {
            return load(directory.get());
        } catch (FindException | ResolutionException | LayerInstantiationException failure) {
            throw new ConfigurationException(
                    "shrike: the modules for destinations of AWS in " + directory.get() + ": " + failure.getMessage());
        }
    }

    /** All modules there are roots: automatic ones name none of those that they need. */
    private static DestinationProvider load(Path directory) {
        ModuleLayer sensor = ModuleLayer.boot();
        ModuleFinder finder = ModuleFinder.of(directory);
        Set<String> names = finder.findAll().stream()
                .map(module -> module.descriptor().name())
                .collect(Collectors.toSet());
        Configuration modules = sensor.configuration().resolveAndBind(finder, ModuleFinder.of(), names);
        ModuleLayer layer = sensor.defineModulesWithOneLoader(modules, ClassLoader.getSystemClassLoader());
        return ServiceLoader.load(layer, DestinationProvider.class)
                .findFirst()
                .orElseThrow(() -> new FindException("none of them provides destinations"));
    }
}
