package io.shrike.policy.software;

import io.shrike.model.Activity.ExecActivity;
import io.shrike.model.Ancestor;
import io.shrike.model.ByteString;
import io.shrike.model.Field;
import io.shrike.model.ProcessView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether an exec starts a package manager that changes software, and whether that is news: a manager that another
 * one runs to do its work (dpkg below apt-get), or the second exec of the same command (the interpreter of a script), was
 * told of already.
 */
public final class SoftwareDetector {
    /** A manager below another of its family helps it. */
    private static final List<Set<String>> FAMILIES = List.of(
            Set.of("apt", "apt-get", "aptitude", "dpkg"),
            Set.of("yum", "dnf", "microdnf", "rpm"),
            Set.of("pip", "easy_install", "uv", "uvx"),
            Set.of("npm", "npx"),
            Set.of("gem", "bundle"));

    private SoftwareDetector() {}

    /** The command that {@code exec} starts, where it changes software and nothing above it was told of it. */
    public static Optional<PackageCommand> detect(ExecActivity exec, ProcessView process) {
        return command(exec).filter(found -> !isHelper(found, process));
    }

    /** The command that {@code exec} starts, by the names under which the program is known. */
    static Optional<PackageCommand> command(ExecActivity exec) {
        return invocation(exec).flatMap(Invocation::read);
    }

    /** As {@link #detect} for a program that is no built-in manager: its arguments, where its base name is {@code name}. */
    public static Optional<List<String>> argumentsOf(ExecActivity exec, String name) {
        for (String program : names(exec)) {
            if (program.equals(name)) {
                return Optional.of(tail(arguments(exec.arguments())));
            }
        }
        return Optional.empty();
    }

    private static Optional<Invocation> invocation(ExecActivity exec) {
        List<String> names = names(exec);
        if (names.stream().noneMatch(SoftwareDetector::mayRunAManager)) {
            return Optional.empty();
        }
        List<String> arguments = tail(arguments(exec.arguments()));
        for (String name : names) {
            Optional<Invocation> found = Invocation.ofManager(name, arguments);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static boolean mayRunAManager(String name) {
        return Managers.of(name).isPresent()
                || Interpreters.isInterpreter(name)
                || MultiCall.isMultiCall(name)
                || Wrappers.isWrapper(name);
    }

    /** Base names: as called, after symlinks, and the applet of a multi-call binary. */
    private static List<String> names(ExecActivity exec) {
        List<String> names = new ArrayList<>(3);
        exec.requestedPath().asOptional().ifPresent(path -> names.add(baseName(path)));
        exec.program().path().asOptional().ifPresent(path -> {
            String name = baseName(path);
            if (!names.contains(name)) {
                names.add(name);
            }
            if (MultiCall.isMultiCall(name)) {
                exec.arguments()
                        .asOptional()
                        .filter(all -> !all.isEmpty())
                        .ifPresent(all -> names.add(baseName(all.getFirst())));
            }
        });
        return names;
    }

    private static String baseName(ByteString path) {
        return path.baseName().escaped();
    }

    private static List<String> arguments(Field<List<ByteString>> arguments) {
        return arguments.asOptional().orElse(List.of()).stream()
                .map(ByteString::escaped)
                .toList();
    }

    private static List<String> tail(List<String> words) {
        return words.isEmpty() ? words : words.subList(1, words.size());
    }

    private static boolean isHelper(PackageCommand found, ProcessView process) {
        if (running(process.executable(), process.arguments())
                .filter(found::equals)
                .isPresent()) {
            return true;
        }
        for (Ancestor ancestor : process.ancestors()) {
            if (running(ancestor.executable(), ancestor.arguments())
                    .filter(above -> helps(found, above))
                    .isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static boolean helps(PackageCommand found, PackageCommand above) {
        if (found.equals(above)) {
            return true;
        }
        boolean download = found.software().operation().equals(PackageCommand.DOWNLOAD)
                && (found.manager().equals("curl") || found.manager().equals("wget"));
        return !download && sameFamily(found.manager(), above.manager());
    }

    private static boolean sameFamily(String first, String second) {
        return first.equals(second)
                || FAMILIES.stream().anyMatch(family -> family.contains(first) && family.contains(second));
    }

    /** The command that a running process was started with. A process title of one word with spaces is split again. */
    private static Optional<PackageCommand> running(Field<ByteString> executable, Field<List<ByteString>> commandLine) {
        List<String> words = withoutTitle(arguments(commandLine));
        if (words.isEmpty()) {
            return Optional.empty();
        }
        return Invocation.ofManager(Invocation.baseName(words.getFirst()), tail(words))
                .or(() -> executable.asOptional().flatMap(path -> Invocation.ofManager(baseName(path), tail(words))))
                .flatMap(Invocation::read);
    }

    private static List<String> withoutTitle(List<String> words) {
        List<String> used = words;
        while (!used.isEmpty() && used.getLast().isEmpty()) {
            used = used.subList(0, used.size() - 1);
        }
        return used.size() == 1 && used.getFirst().indexOf(' ') > 0
                ? List.of(used.getFirst().strip().split(" +"))
                : used;
    }
}
