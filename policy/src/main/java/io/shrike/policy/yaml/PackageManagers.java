package io.shrike.policy.yaml;

import java.util.List;
import java.util.regex.Pattern;

/** The package managers whose commands are known. */
final class PackageManagers {
    static final List<String> BUILT_IN = List.of(
            "apt",
            "apt-get",
            "dpkg",
            "yum",
            "dnf",
            "microdnf",
            "rpm",
            "apk",
            "pip",
            "pip3",
            "uv",
            "easy_install",
            "npm",
            "yarn",
            "pnpm",
            "npx",
            "gem",
            "bundle",
            "go",
            "cargo",
            "composer",
            "conda",
            "curl",
            "wget");
    /** {@code python -m pip} runs as pip; pip may carry the version of its Python. */
    private static final Pattern VERSIONED =
            Pattern.compile("pip[23](\\.[0-9]{1,2})?|pip|easy_install-[23]\\.[0-9]{1,2}");

    private PackageManagers() {}

    static boolean isBuiltIn(String name) {
        return BUILT_IN.contains(name) || VERSIONED.matcher(name).matches();
    }
}
