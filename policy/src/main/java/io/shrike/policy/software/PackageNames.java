package io.shrike.policy.software;

import io.shrike.model.Finding.SoftwarePackage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How each manager writes a package on its command line: name, version, file or URL. */
final class PackageNames {
    private static final List<String> VERSION_OPERATORS = List.of("===", "==", ">=", "<=", "~=", "!=", ">", "<");

    private PackageNames() {}

    static SoftwarePackage plain(String word) {
        return isUrl(word) || isPath(word) ? file(word) : named(word);
    }

    static SoftwarePackage named(String name) {
        return new SoftwarePackage(name, Optional.empty(), Optional.empty());
    }

    private static SoftwarePackage versioned(String name, String version) {
        return new SoftwarePackage(name, version.isEmpty() ? Optional.empty() : Optional.of(version), Optional.empty());
    }

    static boolean isUrl(String word) {
        int colon = word.indexOf("://");
        return colon > 0 && colon < 12;
    }

    static boolean isPath(String word) {
        return word.startsWith("/")
                || word.startsWith("./")
                || word.startsWith("../")
                || word.startsWith("~/")
                || word.equals(".")
                || word.equals("..");
    }

    /** A file or URL: its last part is the name. */
    static SoftwarePackage file(String location) {
        return new SoftwarePackage(lastPart(location), Optional.empty(), Optional.of(location));
    }

    /** What follows the last slash of the path of a URL or file; the host of a bare URL; the whole where nothing is left. */
    static String lastPart(String location) {
        String path = location;
        int end = isUrl(path) ? firstOf(path, path.indexOf("://") + 3) : path.length();
        path = path.substring(0, end);
        while (path.length() > 1 && path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        String last = path.substring(path.lastIndexOf('/') + 1);
        return last.isEmpty() ? location : last;
    }

    private static int firstOf(String url, int from) {
        for (int i = from; i < url.length(); i++) {
            if (url.charAt(i) == '?' || url.charAt(i) == '#') {
                return i;
            }
        }
        return url.length();
    }

    /** {@code name=version}, {@code name/release}, {@code name+}, {@code name-}, or a .deb file (apt-get(8)). */
    static SoftwarePackage debian(String word) {
        if (isUrl(word) || isPath(word) || word.endsWith(".deb")) {
            return debFile(word);
        }
        int equals = word.indexOf('=');
        if (equals > 0) {
            return versioned(word.substring(0, equals), word.substring(equals + 1));
        }
        int slash = word.indexOf('/');
        String name = slash > 0 ? word.substring(0, slash) : word;
        boolean suffix = name.length() > 1 && (name.endsWith("-") || (name.endsWith("+") && !name.endsWith("++")));
        return named(suffix ? name.substring(0, name.length() - 1) : name);
    }

    /** A file named {@code name_version_architecture.deb}. */
    static SoftwarePackage debFile(String location) {
        String file = lastPart(location);
        String[] parts = (file.endsWith(".deb") ? file.substring(0, file.length() - 4) : file).split("_");
        return parts.length == 3
                ? new SoftwarePackage(parts[0], Optional.of(parts[1].replace("%3a", ":")), Optional.of(location))
                : file(location);
    }

    /** {@code name}, {@code name-version-release[.arch]}, {@code @group}, or an .rpm file (dnf(8)). */
    static SoftwarePackage rpm(String word) {
        boolean isFile = isUrl(word) || isPath(word) || word.endsWith(".rpm");
        String text = isFile ? lastPart(word) : word;
        if (text.endsWith(".rpm")) {
            text = text.substring(0, text.length() - 4);
        }
        Optional<String> location = isFile ? Optional.of(word) : Optional.empty();
        int version = rpmVersionAt(text);
        return version < 0
                ? new SoftwarePackage(text, Optional.empty(), location)
                : new SoftwarePackage(
                        text.substring(0, version),
                        Optional.of(withoutArchitecture(text.substring(version + 1))),
                        location);
    }

    private static String withoutArchitecture(String version) {
        for (String architecture : List.of(".x86_64", ".aarch64", ".noarch", ".i686", ".src", ".ppc64le", ".s390x")) {
            if (version.endsWith(architecture)) {
                return version.substring(0, version.length() - architecture.length());
            }
        }
        return version;
    }

    /** The hyphen before a version that has a release after it or a dot in it; -1 where the word is a name alone. */
    private static int rpmVersionAt(String text) {
        for (int i = text.indexOf('-'); i > 0; i = text.indexOf('-', i + 1)) {
            if (i + 1 < text.length() && Character.isDigit(text.charAt(i + 1))) {
                String rest = text.substring(i + 1);
                int hyphen = rest.indexOf('-');
                boolean release = hyphen > 0
                        && hyphen == rest.lastIndexOf('-')
                        && rest.substring(hyphen).chars().anyMatch(Character::isDigit);
                if (release || (hyphen < 0 && rest.indexOf('.') > 0)) {
                    return i;
                }
            }
        }
        return -1;
    }

    /** {@code name=1.2}, {@code name~1.2}, {@code name>1}, {@code name@repository}, or an .apk file (apk(8)). */
    static SoftwarePackage alpine(String word) {
        if (isUrl(word) || isPath(word) || word.endsWith(".apk")) {
            return file(word);
        }
        String text = word;
        int at = text.indexOf('@');
        if (at > 0) {
            text = text.substring(0, at);
        }
        for (int i = 1; i < text.length(); i++) {
            if ("=<>~".indexOf(text.charAt(i)) >= 0) {
                int from = text.charAt(i) == '=' ? i + 1 : i;
                return versioned(text.substring(0, i), text.substring(from));
            }
        }
        return named(text);
    }

    /** A requirement (PEP 508), a URL, a folder or an archive. */
    static SoftwarePackage python(String word) {
        String text = word.strip();
        int at = text.indexOf(" @ ");
        if (at > 0) {
            return new SoftwarePackage(
                    withoutExtras(text.substring(0, at).strip()),
                    Optional.empty(),
                    Optional.of(text.substring(at + 3).strip()));
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (isUrl(text)
                || isPath(text)
                || lower.endsWith(".whl")
                || lower.endsWith(".tar.gz")
                || lower.endsWith(".zip")) {
            return pythonFile(text);
        }
        int marker = text.indexOf(';');
        String requirement = marker > 0 ? text.substring(0, marker).strip() : text;
        int from = firstOperator(requirement);
        if (from < 0) {
            return named(withoutExtras(requirement));
        }
        String specifier = requirement.substring(from).strip();
        boolean pinned = specifier.startsWith("==") && specifier.indexOf(',') < 0;
        return versioned(
                withoutExtras(requirement.substring(0, from).strip()),
                pinned ? specifier.replaceFirst("^=+", "").strip() : specifier);
    }

    private static int firstOperator(String requirement) {
        return VERSION_OPERATORS.stream()
                .mapToInt(requirement::indexOf)
                .filter(index -> index > 0)
                .min()
                .orElse(-1);
    }

    private static String withoutExtras(String name) {
        int bracket = name.indexOf('[');
        return bracket > 0 ? name.substring(0, bracket) : name;
    }

    /** A wheel is {@code name-version-tags.whl}; a VCS URL may say its name after {@code #egg=}. */
    private static SoftwarePackage pythonFile(String location) {
        int egg = location.indexOf("#egg=");
        if (egg > 0) {
            return new SoftwarePackage(
                    withoutExtras(location.substring(egg + 5)), Optional.empty(), Optional.of(location));
        }
        String file = lastPart(location);
        String[] parts = file.split("-");
        return file.endsWith(".whl") && parts.length >= 5
                ? new SoftwarePackage(parts[0], Optional.of(parts[1]), Optional.of(location))
                : file(location);
    }

    /** {@code [@scope/]name[@version]}, {@code alias@npm:name@version}, a folder, an archive, a URL or {@code user/repository}. */
    static SoftwarePackage node(String word) {
        int alias = word.indexOf("@npm:");
        String text = alias > 0 ? word.substring(alias + 5) : word;
        boolean scoped = text.startsWith("@");
        boolean repository = !scoped && text.indexOf('/') > 0 && text.indexOf('@') < 0;
        if (isUrl(text)
                || isPath(text)
                || text.endsWith(".tgz")
                || text.startsWith("file:")
                || text.startsWith("git@")
                || repository) {
            return file(text);
        }
        int at = text.indexOf('@', 1);
        if (at < 0) {
            return named(text);
        }
        String name = text.substring(0, at);
        String range = text.substring(at + 1);
        return isUrl(range) || range.startsWith("file:")
                ? new SoftwarePackage(name, Optional.empty(), Optional.of(range))
                : versioned(name, range);
    }

    /** {@code name:version} or a .gem file. */
    static SoftwarePackage ruby(String word) {
        if (isUrl(word) || isPath(word) || word.endsWith(".gem")) {
            return file(word);
        }
        int colon = word.indexOf(':');
        return colon > 0 ? versioned(word.substring(0, colon), word.substring(colon + 1)) : named(word);
    }

    /** {@code name@version}: Go modules and Cargo crates. */
    static SoftwarePackage atVersion(String word) {
        if (isUrl(word) || isPath(word)) {
            return file(word);
        }
        int at = word.indexOf('@');
        return at > 0 ? versioned(word.substring(0, at), word.substring(at + 1)) : named(word);
    }

    /** {@code vendor/name:version}, {@code vendor/name=version} or {@code "vendor/name version"}. */
    static SoftwarePackage php(String word) {
        for (int i = 1; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == ':' || c == '=' || c == ' ') {
                return versioned(word.substring(0, i), word.substring(i + 1).strip());
            }
        }
        return named(word);
    }

    /** {@code [channel::]name[=version[=build]]} or {@code name>=1}. */
    static SoftwarePackage conda(String word) {
        if (isUrl(word) || isPath(word) || word.endsWith(".conda") || word.endsWith(".tar.bz2")) {
            return file(word);
        }
        int channel = word.indexOf("::");
        String text = channel > 0 ? word.substring(channel + 2) : word;
        for (int i = 1; i < text.length(); i++) {
            if ("=<>!~".indexOf(text.charAt(i)) >= 0) {
                return versioned(text.substring(0, i), condaVersion(text.substring(i)));
            }
        }
        return named(text);
    }

    private static String condaVersion(String specifier) {
        if (!specifier.startsWith("=")) {
            return specifier;
        }
        String version = specifier.replaceFirst("^=+", "");
        int build = version.indexOf('=');
        return build > 0 ? version.substring(0, build) : version;
    }
}
