package io.shrike.policy.software;

import io.shrike.model.Finding.SoftwarePackage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A manager whose first word or two say what to do ({@code apt-get install nginx}, {@code uv pip install flask}). All of its
 * tables are words separated by spaces; a verb of two words is written {@code pip_install}.
 */
final class VerbManager implements Manager {
    private static final Set<String> HELP = Set.of("--help", "--version", "-help");

    private final Builder grammar;

    private VerbManager(Builder grammar) {
        this.grammar = grammar;
    }

    static Builder named(String name) {
        return new Builder(name);
    }

    @Override
    public String name() {
        return grammar.name;
    }

    @Override
    public Optional<PackageCommand> read(List<String> arguments) {
        List<String> words =
                grammar.plusWord && !arguments.isEmpty() && arguments.getFirst().startsWith("+")
                        ? arguments.subList(1, arguments.size())
                        : arguments;
        return readWords(words);
    }

    private Optional<PackageCommand> readWords(List<String> arguments) {
        Scan scan = scan(arguments, Integer.MAX_VALUE);
        Verb verb = verb(scan.positionals());
        if (verb == null) {
            return Optional.empty();
        }
        if (grammar.firstOnly.contains(verb.text())) {
            scan = scan(arguments, verb.words() + 1);
        }
        return scan.hasAny(grammar.dryRun) || asksForHelp(scan, verb) ? Optional.empty() : command(scan, verb);
    }

    private Scan scan(List<String> arguments, int last) {
        return Scan.of(arguments, grammar.withValue, grammar.style, last);
    }

    private boolean asksForHelp(Scan scan, Verb verb) {
        return scan.options().stream()
                .map(Scan.Option::name)
                .anyMatch(option ->
                        HELP.contains(option) && (verb.text().isEmpty() || !grammar.withValue.contains(option)));
    }

    /** The longest verb that the words begin with. */
    private @Nullable Verb verb(List<String> words) {
        if (words.size() > 1) {
            String two = words.get(0) + "_" + words.get(1);
            String operation = grammar.verbs.get(two);
            if (operation != null) {
                return new Verb(two, 2, operation);
            }
        }
        String one = words.isEmpty() ? "" : words.getFirst();
        String operation = grammar.verbs.get(one);
        return operation == null ? null : new Verb(one, words.isEmpty() ? 0 : 1, operation);
    }

    private Optional<PackageCommand> command(Scan scan, Verb verb) {
        List<SoftwarePackage> packages = packages(scan, verb);
        if (packages.isEmpty() && grammar.onlyWithPackages.contains(verb.text())) {
            return Optional.empty();
        }
        String operation = operation(scan, verb);
        Set<String> words = new LinkedHashSet<>(List.of(operation, verb.operation()));
        if (!verb.text().isEmpty()) {
            words.add(verb.text().replace('_', ' '));
            words.add(verb.text().substring(verb.text().indexOf('_') + 1));
        }
        return Optional.of(PackageCommand.of(grammar.name, operation, packages, words));
    }

    private String operation(Scan scan, Verb verb) {
        if (!verb.operation().equals(PackageCommand.INSTALL)
                && !verb.operation().equals(PackageCommand.UPGRADE)) {
            return verb.operation();
        }
        if (scan.hasAny(grammar.downloadOnly)) {
            return PackageCommand.DOWNLOAD;
        }
        return scan.hasAny(grammar.upgradeOptions) ? PackageCommand.UPGRADE : verb.operation();
    }

    private List<SoftwarePackage> packages(Scan scan, Verb verb) {
        List<SoftwarePackage> packages = new ArrayList<>();
        Optional<String> version = scan.values(grammar.versionOptions).stream().findFirst();
        List<String> words =
                scan.positionals().subList(verb.words(), scan.positionals().size());
        for (String word : words) {
            if (!word.isEmpty()) {
                packages.add(withVersion(grammar.style(word), version));
            }
        }
        scan.values(grammar.packageOptions).forEach(value -> packages.add(grammar.style(value)));
        scan.values(grammar.fileOptions).forEach(value -> packages.add(PackageNames.file(value)));
        return packages;
    }

    private static SoftwarePackage withVersion(SoftwarePackage found, Optional<String> version) {
        return found.version().isPresent() || version.isEmpty()
                ? found
                : new SoftwarePackage(found.name(), version, found.url());
    }

    /** A verb as in the tables, and how many words it took. */
    private record Verb(String text, int words, String operation) {}

    /** The tables of a manager. */
    static final class Builder {
        private final String name;
        private final Map<String, String> verbs = new HashMap<>();
        private final Set<String> firstOnly = new HashSet<>();
        private final Set<String> onlyWithPackages = new HashSet<>();
        private final Set<String> withValue = new HashSet<>();
        private final Set<String> dryRun = new HashSet<>();
        private final Set<String> downloadOnly = new HashSet<>();
        private final Set<String> upgradeOptions = new HashSet<>();
        private final Set<String> versionOptions = new HashSet<>();
        private final Set<String> packageOptions = new HashSet<>();
        private final Set<String> fileOptions = new HashSet<>();
        private boolean plusWord;
        private Scan.Style style = Scan.Style.GETOPT;
        private Function<String, SoftwarePackage> packageStyle = PackageNames::plain;

        private Builder(String name) {
            this.name = name;
        }

        private static Collection<String> words(String text) {
            return List.of(text.split(" "));
        }

        SoftwarePackage style(String word) {
            return packageStyle.apply(word);
        }

        /** Verbs that mean {@code operation}. */
        Builder verbs(String operation, String text) {
            words(text).forEach(word -> verbs.put(word, operation));
            return this;
        }

        /** What no verb at all means. */
        Builder withoutVerb(String operation) {
            verbs.put("", operation);
            return this;
        }

        /** Verbs whose first word is the package; what follows is for the package's program. */
        Builder firstOnly(String text) {
            firstOnly.addAll(words(text));
            return this;
        }

        /** Verbs that change nothing where no package is named. */
        Builder onlyWithPackages(String text) {
            onlyWithPackages.addAll(words(text));
            return this;
        }

        /** Options whose value is the next argument. */
        Builder values(String text) {
            withValue.addAll(words(text));
            return this;
        }

        /** Options with which nothing happens. */
        Builder dryRun(String text) {
            dryRun.addAll(words(text));
            return this;
        }

        /** Options with which packages are only fetched. */
        Builder downloadOnly(String text) {
            downloadOnly.addAll(words(text));
            return this;
        }

        /** Options that make an install an upgrade. */
        Builder upgradeOptions(String text) {
            upgradeOptions.addAll(words(text));
            return this;
        }

        /** Options, with a value, that say the version of all packages. */
        Builder versionOptions(String text) {
            versionOptions.addAll(words(text));
            return values(text);
        }

        /** Options whose value is one more package. */
        Builder packageOptions(String text) {
            packageOptions.addAll(words(text));
            return values(text);
        }

        /** Options whose value is a file or URL that is installed or lists what is. */
        Builder fileOptions(String text) {
            fileOptions.addAll(words(text));
            return values(text);
        }

        /** A first word with a plus in front is not the verb. */
        Builder plusWord() {
            plusWord = true;
            return this;
        }

        Builder style(Scan.Style style) {
            this.style = style;
            return this;
        }

        /** How one word becomes a package. */
        Builder packages(Function<String, SoftwarePackage> style) {
            this.packageStyle = style;
            return this;
        }

        VerbManager build() {
            return new VerbManager(this);
        }
    }
}
