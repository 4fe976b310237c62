package io.shrike.delivery.encode;

/** Who tells: the version of Shrike and the engine in use ({@code notify} or {@code ptrace}). */
public record SensorInfo(String version, String engine) {}
