package io.shrike.policy.software;

import java.util.Optional;
import java.util.Set;

/**
 * Programs that run what stands behind them in their own place, as a {@code #!} line or a shim has them: env(1), the version
 * managers and multi-call binaries. What merely starts a command ({@code sudo}, {@code nice}, a shell) is not looked through: the command's
 * own exec is seen.
 */
final class Wrappers {
    private static final Set<String> VERSION_MANAGERS =
            Set.of("pyenv", "rbenv", "nodenv", "jenv", "asdf", "goenv", "phpenv", "mise");
    private static final Set<String> ENV_WITH_VALUE = Set.of("-u", "--unset", "-C", "--chdir", "-a", "--argv0");

    private Wrappers() {}

    static boolean isWrapper(String program) {
        return program.equals("env") || VERSION_MANAGERS.contains(program) || isExecPart(program);
    }

    /** {@code pyenv-exec} and its like are what {@code pyenv exec} runs. */
    private static boolean isExecPart(String program) {
        return program.endsWith("-exec")
                && VERSION_MANAGERS.contains(program.substring(0, program.length() - "-exec".length()));
    }

    static Optional<Invocation> inside(Invocation outer) {
        if (outer.program().equals("env")) {
            return insideEnv(outer);
        }
        if (VERSION_MANAGERS.contains(outer.program())) {
            boolean exec =
                    !outer.arguments().isEmpty() && outer.arguments().getFirst().equals("exec");
            return exec ? outer.from(afterDashes(outer, 1)) : Optional.empty();
        }
        boolean next = isExecPart(outer.program()) || MultiCall.isMultiCall(outer.program());
        return next ? outer.from(0) : Optional.empty();
    }

    private static int afterDashes(Invocation outer, int from) {
        boolean dashes =
                from < outer.arguments().size() && outer.arguments().get(from).equals("--");
        return dashes ? from + 1 : from;
    }

    /** Skips options and assignments; {@code -S} holds the command in one word, which a {@code #!} line makes of it. */
    private static Optional<Invocation> insideEnv(Invocation env) {
        int at = 0;
        while (at < env.arguments().size()) {
            String argument = env.arguments().get(at);
            if (argument.equals("-S") || argument.equals("--split-string")) {
                return Optional.empty();
            }
            if (ENV_WITH_VALUE.contains(argument)) {
                at++;
            } else if (!argument.startsWith("-") && argument.indexOf('=') <= 0) {
                return env.from(at);
            }
            at++;
        }
        return Optional.empty();
    }
}
