package io.shrike.app.doctor;

/**
 * What one probe found.
 *
 * @param name of what was probed, e.g. {@code ptrace}
 * @param detail what was found
 * @param consequence what it means for the watch; empty where all is well
 */
public record Finding(String name, State state, String detail, String consequence) {
    /** How well it works. */
    public enum State {
        WORKS,
        LIMITED,
        FAILS,
        /** A fact that is neither good nor bad. */
        FACT
    }

    static Finding works(String name, String detail) {
        return new Finding(name, State.WORKS, detail, "");
    }

    static Finding fact(String name, String detail) {
        return new Finding(name, State.FACT, detail, "");
    }

    static Finding limited(String name, String detail, String consequence) {
        return new Finding(name, State.LIMITED, detail, consequence);
    }

    static Finding fails(String name, String detail, String consequence) {
        return new Finding(name, State.FAILS, detail, consequence);
    }
}
