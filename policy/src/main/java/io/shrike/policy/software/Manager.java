package io.shrike.policy.software;

import java.util.List;
import java.util.Optional;

/** Reads the command lines of one package manager. */
interface Manager {
    /** The name in events. */
    String name();

    /** What the arguments after the program's name ask for; empty where they change no software. */
    Optional<PackageCommand> read(List<String> arguments);
}
