package io.shrike.it.harness;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The packaged program; started once beforehand, so that its build on first use is no part of any test's time. */
final class Product {
    private static final Path COMMAND = ready();

    private Product() {}

    static Path command() {
        return COMMAND;
    }

    private static Path ready() {
        Path shrike = Repository.shrike();
        if (!Files.isExecutable(shrike)) {
            throw new AssertionError("no " + shrike + " to test");
        }
        Ran ran = Command.of(Repository.root(), shrike.toString(), "--help")
                .within(Duration.ofMinutes(10))
                .alone();
        if (!ran.ending().equals(new Ending.Exited(0))) {
            throw new AssertionError("the first start failed: " + ran);
        }
        return shrike;
    }
}
