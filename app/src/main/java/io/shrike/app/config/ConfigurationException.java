package io.shrike.app.config;

/** A policy or a setting that Shrike refuses to run with; the message is for people and complete. */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message);
    }
}
