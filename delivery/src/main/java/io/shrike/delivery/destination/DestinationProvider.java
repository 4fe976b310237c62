package io.shrike.delivery.destination;

import java.util.Map;

/**
 * Opens destinations that need libraries which nobody else does. It is found by ServiceLoader in a module layer of its own, which
 * is made only when a policy names such a destination.
 */
public interface DestinationProvider {
    /**
     * Opens a destination: {@code type} and {@code settings} are those of the policy, with what the environment gave in their
     * place; {@code form} is for those whose service leaves it to the sender. It opens no connection. Throws IllegalArgumentException, with a text for people, where it cannot be.
     */
    RemoteDestination open(String type, Map<String, String> settings, EventForm form, Map<String, String> environment);
}
