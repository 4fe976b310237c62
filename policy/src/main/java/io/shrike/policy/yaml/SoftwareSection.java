package io.shrike.policy.yaml;

import io.shrike.model.Action;
import io.shrike.model.Severity;
import io.shrike.policy.document.RuleSource;
import io.shrike.policy.document.SoftwareRules;
import io.shrike.policy.document.SoftwareRules.LibraryRule;
import io.shrike.policy.document.SoftwareRules.PackageDatabaseRule;
import io.shrike.policy.document.SoftwareRules.PackageManagerRule;
import java.util.List;
import java.util.Optional;

/** Reads {@code softwareInstallation}. */
final class SoftwareSection {
    static final String NAME = "softwareInstallation";
    private static final String MANAGERS = "packageManagers";
    private static final String DATABASES = "packageDatabases";
    private static final String LIBRARIES = "dynamicLibraries";
    private static final List<String> LIBRARY_PATHS =
            List.of("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib");
    private static final Reader<String> MANAGER_NAME =
            Scalars.textLike("the name of a package manager", name -> !name.contains("/") && !name.contains("*"));

    private final Common common;

    SoftwareSection(Common common) {
        this.common = common;
    }

    Optional<SoftwareRules> read(YamlNode node) {
        Fields fields =
                Fields.of(node, NAME, List.of(Common.ENABLED, MANAGERS, DATABASES, LIBRARIES), common.problems());
        List<PackageManagerRule> managers =
                fields.has(MANAGERS) ? fields.list(MANAGERS, this::manager) : builtIn(fields);
        Optional<PackageDatabaseRule> databases = fields.value(DATABASES, Scalars.BOOLEAN)
                .filter(watched -> watched)
                .map(_ ->
                        new PackageDatabaseRule(sectionSource(fields, "." + DATABASES), Severity.MEDIUM, Action.ALERT));
        Optional<LibraryRule> libraries = fields.value(LIBRARIES, this::libraries);
        return Common.where(Common.enabled(fields), new SoftwareRules(managers, databases, libraries));
    }

    private RuleSource sectionSource(Fields fields, String key) {
        return new RuleSource(NAME + key, fields.position(), List.of(), common.labels());
    }

    private List<PackageManagerRule> builtIn(Fields fields) {
        RuleSource source = sectionSource(fields, "");
        return PackageManagers.BUILT_IN.stream()
                .map(name -> new PackageManagerRule(source, name, List.of(), Severity.MEDIUM, Action.ALERT))
                .toList();
    }

    private Optional<PackageManagerRule> manager(YamlNode node, String label, Problems problems) {
        Fields fields = common.ruleFields(node, label, List.of("name", "commands"));
        Optional<String> name = fields.required("name", MANAGER_NAME);
        boolean builtIn = name.map(PackageManagers::isBuiltIn).orElse(true);
        if (!builtIn) {
            checkOther(name.orElseThrow(), fields);
        }
        PackageManagerRule rule = new PackageManagerRule(
                common.source(fields, NAME + "." + label),
                name.orElse(""),
                fields.list("commands", Scalars.TEXT),
                Common.severity(fields, Severity.MEDIUM),
                Common.action(fields, Action.ALERT));
        return name.map(_ -> rule);
    }

    /** A manager that is not built in is known by its commands alone. */
    private static void checkOther(String name, Fields fields) {
        String hint = Names.hint(name, PackageManagers.BUILT_IN);
        if (!fields.has("commands")) {
            String text = "name: " + Quote.text(name) + " is not built in" + hint + " (without commands, allowed: "
                    + String.join(", ", PackageManagers.BUILT_IN) + ")";
            fields.problems().error(fields.keyPosition("name"), text);
        } else if (!hint.isEmpty()) {
            fields.problems()
                    .warning(fields.keyPosition("name"), "name: " + Quote.text(name) + " is not built in" + hint);
        }
    }

    private Optional<LibraryRule> libraries(YamlNode node, String label, Problems problems) {
        Fields fields = common.ruleFields(node, label, List.of(Common.ENABLED, "paths"));
        List<String> paths = fields.list("paths", Globs.ABSOLUTE);
        LibraryRule rule = new LibraryRule(
                common.source(fields, NAME + "." + label),
                paths.isEmpty() ? LIBRARY_PATHS : paths,
                Common.severity(fields, Severity.MEDIUM),
                Common.action(fields, Action.ALERT));
        return Common.where(Common.enabled(fields), rule);
    }
}
