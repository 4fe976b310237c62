package io.shrike.policy.software;

import java.util.List;
import java.util.Optional;

/**
 * A program and the arguments after its name, as the command line shows them once {@code env}, version managers and
 * interpreters are looked through: {@code /usr/bin/env node /usr/bin/npm install x} is npm with {@code install x}.
 */
record Invocation(String program, List<String> arguments) {
    /** {@code env node npm}, {@code pyenv exec pip}, {@code bash pyenv-exec pip}: no more than this are looked through. */
    private static final int MOST_LAYERS = 8;

    /** The manager that {@code program} with {@code arguments} really runs, and its arguments. */
    static Optional<Invocation> ofManager(String program, List<String> arguments) {
        Invocation at = new Invocation(program, arguments);
        for (int layer = 0; layer < MOST_LAYERS; layer++) {
            if (Managers.of(at.program()).isPresent()) {
                String name = Managers.canonical(at.program());
                return Optional.of(new Invocation(name, withoutModule(name, at.arguments())));
            }
            Invocation outer = at;
            Optional<Invocation> inner = Wrappers.inside(outer).or(() -> Interpreters.script(outer));
            if (inner.isEmpty()) {
                return Optional.empty();
            }
            at = inner.get();
        }
        return Optional.empty();
    }

    /** pyenv passes the arguments of {@code python -m pip} on to a script that is called pip. */
    private static List<String> withoutModule(String name, List<String> arguments) {
        boolean module = arguments.size() > 1
                && arguments.getFirst().equals("-m")
                && Managers.canonical(arguments.get(1)).equals(name);
        return module ? arguments.subList(2, arguments.size()) : arguments;
    }

    Optional<PackageCommand> read() {
        return Managers.of(program).flatMap(manager -> manager.read(arguments));
    }

    static String baseName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The program of the word at {@code index} of the arguments, with what follows. */
    Optional<Invocation> from(int index) {
        return index < arguments.size()
                ? Optional.of(
                        new Invocation(baseName(arguments.get(index)), arguments.subList(index + 1, arguments.size())))
                : Optional.empty();
    }
}
