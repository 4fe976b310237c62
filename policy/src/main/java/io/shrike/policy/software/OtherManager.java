package io.shrike.policy.software;

import io.shrike.model.Activity.ExecActivity;
import io.shrike.model.Finding.Software;
import io.shrike.model.Finding.SoftwarePackage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Package managers that are not built in and known to a policy by name and commands alone. */
public final class OtherManager {
    private static final Set<String> REMOVES = Set.of("remove", "uninstall", "delete", "purge", "rm", "erase");
    private static final Set<String> UPGRADES = Set.of("upgrade", "update");
    private static final Set<String> DOWNLOADS = Set.of("download", "fetch", "pull");

    private OtherManager() {}

    /**
     * What {@code exec} does where it is one of {@code commands}: a program with sub-commands ({@code brew install}), a
     * program alone, or a sub-command of the program {@code name}. Words that are no options and follow the command are the
     * packages.
     */
    public static Optional<Software> read(ExecActivity exec, String name, List<String> commands) {
        for (String command : commands) {
            List<String> words = List.of(command.strip().split("\\s+"));
            Optional<Software> found = read(exec, name, words.getFirst(), words.subList(1, words.size()))
                    .or(() -> read(exec, name, name, words));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<Software> read(ExecActivity exec, String name, String program, List<String> words) {
        String base = Invocation.baseName(program);
        if (PackageCommand.isBuiltIn(base)) {
            return Optional.empty();
        }
        return SoftwareDetector.argumentsOf(exec, base)
                .map(arguments -> Scan.of(arguments, Set.of(), Scan.Style.GO))
                .filter(scan -> startsWith(scan, words))
                .map(scan -> software(name, words, scan));
    }

    /** Every word is there in order: among the options one that is an option, in front one that is none. */
    private static boolean startsWith(Scan scan, List<String> words) {
        int at = 0;
        for (String word : words) {
            if (word.startsWith("-")) {
                if (!scan.has(word)) {
                    return false;
                }
            } else if (at >= scan.positionals().size()
                    || !scan.positionals().get(at++).equals(word)) {
                return false;
            }
        }
        return true;
    }

    private static Software software(String name, List<String> words, Scan scan) {
        List<String> verbs =
                words.stream().filter(word -> !word.startsWith("-")).toList();
        List<SoftwarePackage> packages = new ArrayList<>();
        scan.positionals().stream()
                .skip(verbs.size())
                .map(PackageNames::atVersion)
                .forEach(packages::add);
        return new Software(name, operation(verbs), packages);
    }

    private static String operation(List<String> verbs) {
        String verb = verbs.isEmpty() ? "" : verbs.getLast();
        if (REMOVES.contains(verb)) {
            return PackageCommand.REMOVE;
        }
        if (UPGRADES.contains(verb)) {
            return PackageCommand.UPGRADE;
        }
        return DOWNLOADS.contains(verb) ? PackageCommand.DOWNLOAD : PackageCommand.INSTALL;
    }
}
