package io.shrike.policy.software;

import io.shrike.model.Finding.Software;
import io.shrike.model.Finding.SoftwarePackage;
import java.util.List;
import java.util.Set;

/**
 * A command line that changes what software there is.
 *
 * @param words the names by which a policy may call the command: the word on the command line and the operation
 */
public record PackageCommand(Software software, Set<String> words) {
    public static final String INSTALL = "install";
    public static final String UPGRADE = "upgrade";
    public static final String REMOVE = "remove";
    public static final String DOWNLOAD = "download";

    public PackageCommand {
        words = Set.copyOf(words);
    }

    static PackageCommand of(String manager, String operation, List<SoftwarePackage> packages, Set<String> words) {
        return new PackageCommand(new Software(manager, operation, packages), words);
    }

    public String manager() {
        return software.packageManager();
    }

    /** Whether a policy knows the manager by {@code name}: that of its program, with or without a version. */
    public boolean isOf(String name) {
        return Managers.canonical(name).equals(manager());
    }

    /** Whether the manager of this name is one whose command lines are known here. */
    public static boolean isBuiltIn(String name) {
        return Managers.of(name).isPresent();
    }

    /** Whether any of {@code commands} is this one: a sub-command, the program, or both. None at all is any. */
    public boolean isAnyOf(List<String> commands) {
        return commands.isEmpty() || commands.stream().anyMatch(this::is);
    }

    private boolean is(String command) {
        String text = command.strip().replaceAll("\\s+", " ");
        if (words.contains(text) || isOf(text)) {
            return true;
        }
        int space = text.indexOf(' ');
        return space > 0 && isOf(text.substring(0, space)) && words.contains(text.substring(space + 1));
    }
}
