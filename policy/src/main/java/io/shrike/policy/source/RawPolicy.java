package io.shrike.policy.source;

/** The text of a policy as it was found; {@code name} is how messages call it. */
public final class RawPolicy {
    private final String name;
    private final byte[] text;

    RawPolicy(String name, byte[] text) {
        this.name = name;
        this.text = text;
    }

    public String name() {
        return name;
    }

    /** The bytes, not a copy: for reading only. */
    public byte[] text() {
        return text;
    }

    @Override
    public String toString() {
        return name + " (" + text.length + " bytes)";
    }
}
