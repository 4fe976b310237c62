package io.shrike.policy.software;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All managers, by the names of their programs. */
final class Managers {
    private static final Map<String, Manager> BY_NAME = byName();

    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("npm-cli", "npm"),
            Map.entry("npx-cli", "npx"),
            Map.entry("yarnpkg", "yarn"),
            Map.entry("yarn-berry", "yarn"),
            Map.entry("pnpx", "npx"),
            Map.entry("bundler", "bundle"),
            Map.entry("mamba", "conda"),
            Map.entry("micromamba", "conda"),
            Map.entry("wget2", "wget"),
            Map.entry("aptitude-curses", "aptitude"),
            Map.entry("__pip-runner__", "pip"));

    private Managers() {}

    private static Map<String, Manager> byName() {
        Map<String, Manager> byName = new HashMap<>();
        Stream.of(
                        DebianManagers.all(),
                        RedHatManagers.all(),
                        PythonManagers.all(),
                        NodeManagers.all(),
                        LanguageManagers.all(),
                        DownloadTools.all())
                .flatMap(List::stream)
                .forEach(manager -> byName.put(manager.name(), manager));
        return Map.copyOf(byName);
    }

    /** The manager that a program of this base name is, versions ({@code pip3.11}, {@code dnf-3}) and {@code .js} aside. */
    static Optional<Manager> of(String program) {
        return Optional.ofNullable(BY_NAME.get(canonical(program)));
    }

    /** The one name of a manager's program, e.g. {@code pip} for {@code pip3.11}; other names come back as they are. */
    static String canonical(String program) {
        if (BY_NAME.containsKey(program)) {
            return program;
        }
        String bare = withoutExtension(program);
        String name = ALIASES.getOrDefault(bare, bare);
        if (BY_NAME.containsKey(name)) {
            return name;
        }
        String unversioned = withoutVersion(name);
        String alias = ALIASES.getOrDefault(unversioned, unversioned);
        return BY_NAME.containsKey(alias) ? alias : program;
    }

    private static String withoutExtension(String program) {
        for (String extension : List.of(".js", ".cjs", ".mjs", ".py", ".rb", ".phar", ".pyz")) {
            if (program.endsWith(extension)) {
                return program.substring(0, program.length() - extension.length());
            }
        }
        return program;
    }

    /** Without digits and dots at the end, and the hyphen before them. */
    private static String withoutVersion(String program) {
        int end = program.length();
        while (end > 0 && (Character.isDigit(program.charAt(end - 1)) || program.charAt(end - 1) == '.')) {
            end--;
        }
        if (end > 0 && end < program.length() && program.charAt(end - 1) == '-') {
            end--;
        }
        return program.substring(0, end);
    }
}
