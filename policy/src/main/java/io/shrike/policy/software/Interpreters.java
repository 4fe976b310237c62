package io.shrike.policy.software;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Interpreters, and which script or module their command line names. */
final class Interpreters {
    /**
     * How an interpreter's options read.
     *
     * @param withValue options whose value is the next argument
     * @param code options that hold the program itself, so that there is no script
     * @param module the option that names a module to run, or ""
     */
    private record Grammar(Set<String> withValue, Set<String> code, String module) {}

    private static final Grammar PYTHON =
            new Grammar(Set.of("-W", "-X", "--check-hash-based-pycs"), Set.of("-c"), "-m");
    private static final Grammar NODE = new Grammar(
            Set.of("-r", "--require", "--import", "--loader", "--experimental-loader", "-C", "--conditions", "--title"),
            Set.of("-e", "--eval", "-p", "--print"),
            "");
    private static final Grammar RUBY = new Grammar(Set.of("-I", "-r", "-C", "-E", "--encoding"), Set.of("-e"), "");
    private static final Grammar PHP = new Grammar(Set.of("-d", "-c", "-z", "-S", "-t"), Set.of("-r", "-B"), "-f");
    private static final Grammar PERL = new Grammar(Set.of("-I"), Set.of("-e", "-E"), "");
    private static final Grammar SHELL =
            new Grammar(Set.of("-o", "-O", "+o", "--rcfile", "--init-file"), Set.of("-c"), "");

    private static final Map<String, Grammar> BY_NAME = Map.ofEntries(
            Map.entry("python", PYTHON),
            Map.entry("pypy", PYTHON),
            Map.entry("node", NODE),
            Map.entry("nodejs", NODE),
            Map.entry("bun", NODE),
            Map.entry("ruby", RUBY),
            Map.entry("php", PHP),
            Map.entry("perl", PERL),
            Map.entry("sh", SHELL),
            Map.entry("bash", SHELL),
            Map.entry("dash", SHELL),
            Map.entry("ash", SHELL),
            Map.entry("zsh", SHELL),
            Map.entry("ksh", SHELL),
            Map.entry("mksh", SHELL));

    private Interpreters() {}

    static boolean isInterpreter(String program) {
        return BY_NAME.containsKey(unversioned(program));
    }

    /** The script or module that an interpreter runs, with what follows it. */
    static Optional<Invocation> script(Invocation interpreter) {
        Grammar grammar = BY_NAME.get(unversioned(interpreter.program()));
        if (grammar == null) {
            return Optional.empty();
        }
        List<String> arguments = interpreter.arguments();
        for (int at = 0; at < arguments.size(); at++) {
            String argument = arguments.get(at);
            if (argument.equals("--")) {
                return script(interpreter, at + 1);
            }
            if (argument.length() < 2 || (argument.charAt(0) != '-' && argument.charAt(0) != '+')) {
                return argument.equals("-") ? Optional.empty() : script(interpreter, at);
            }
            if (!grammar.module().isEmpty() && argument.equals(grammar.module())) {
                return interpreter.from(at + 1);
            }
            if (isCode(grammar, argument)) {
                return Optional.empty();
            }
            if (grammar.withValue().contains(argument)) {
                at++;
            }
        }
        return Optional.empty();
    }

    /** A code option, alone or at the end of a cluster ({@code -lc}). */
    private static boolean isCode(Grammar grammar, String argument) {
        return grammar.code().contains(argument)
                || (!argument.startsWith("--")
                        && argument.length() > 2
                        && grammar.code().contains("-" + argument.charAt(argument.length() - 1)));
    }

    /** A Python package runs by its {@code __main__.py}: then the folder has the name. */
    private static Optional<Invocation> script(Invocation interpreter, int index) {
        if (index >= interpreter.arguments().size()) {
            return Optional.empty();
        }
        String path = interpreter.arguments().get(index);
        String script =
                path.endsWith("/__main__.py") ? path.substring(0, path.length() - "/__main__.py".length()) : path;
        return Optional.of(new Invocation(
                Invocation.baseName(script),
                interpreter
                        .arguments()
                        .subList(index + 1, interpreter.arguments().size())));
    }

    private static String unversioned(String program) {
        int end = program.length();
        while (end > 0 && (Character.isDigit(program.charAt(end - 1)) || program.charAt(end - 1) == '.')) {
            end--;
        }
        return program.substring(0, end);
    }
}
