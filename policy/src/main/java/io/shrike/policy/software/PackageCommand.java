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
}
