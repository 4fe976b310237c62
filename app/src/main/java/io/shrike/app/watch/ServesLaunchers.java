package io.shrike.app.watch;

import java.nio.file.Path;

/** The sidecar that launchers of several containers connect to. */
public record ServesLaunchers(Path socket) implements Sidecar.Role {
    @Override
    public String reason(int programs) {
        return "serves " + programs + " programs of launchers that connect to " + socket
                + ", under seccomp user notification";
    }

    @Override
    public String noSessions() {
        return "the sensor serves launchers of several containers";
    }
}
