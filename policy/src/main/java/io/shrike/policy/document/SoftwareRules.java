package io.shrike.policy.document;

import io.shrike.model.Action;
import io.shrike.model.Severity;
import java.util.List;
import java.util.Optional;

/** The section {@code softwareInstallation}. */
public record SoftwareRules(
        List<PackageManagerRule> packageManagers,
        Optional<PackageDatabaseRule> packageDatabases,
        Optional<LibraryRule> dynamicLibraries) {
    public SoftwareRules {
        packageManagers = List.copyOf(packageManagers);
    }

    /**
     * One entry of {@code packageManagers}; where the text has no such list, one rule for each built-in manager, in the name
     * of the section. No {@code commands} means every command that installs, upgrades, removes or downloads.
     */
    public record PackageManagerRule(
            RuleSource source, String name, List<String> commands, Severity severity, Action action) {
        public PackageManagerRule {
            commands = List.copyOf(commands);
        }
    }

    /** {@code packageDatabases: true}: changes to the records of installed packages are reported. */
    public record PackageDatabaseRule(RuleSource source, Severity severity, Action action) {}

    /**
     * {@code dynamicLibraries}. A shared object below {@code paths} that was written after start and is then mapped
     * executable is reported, and any executable mapping of a shared object outside them.
     */
    public record LibraryRule(RuleSource source, List<String> paths, Severity severity, Action action) {
        public LibraryRule {
            paths = List.copyOf(paths);
        }
    }
}
