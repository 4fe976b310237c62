package io.shrike.policy.software;

import static io.shrike.policy.software.PackageCommand.DOWNLOAD;
import static io.shrike.policy.software.PackageCommand.INSTALL;
import static io.shrike.policy.software.PackageCommand.REMOVE;
import static io.shrike.policy.software.PackageCommand.UPGRADE;

import io.shrike.model.Finding.SoftwarePackage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** npm(1), npx(1), yarn and pnpm. */
final class NodeManagers {
    private static final String NPM_VALUES =
            "--prefix -C --registry --tag --otp --workspace -w --userconfig --globalconfig --cache --loglevel"
                    + " --save-prefix --omit --include --only --before --scope --script-shell --node-options --location"
                    + " --depth --fetch-retries --fetch-timeout --https-proxy --proxy --noproxy --cafile --ca --cert"
                    + " --key --install-strategy --audit-level --auth-type --maxsockets --cpu --os --libc --call -c"
                    + " --shell --user-agent --pack-destination --init-author-name --viewer";

    private NodeManagers() {}

    static List<Manager> all() {
        return List.of(npm(), new Npx(), yarn(), pnpm());
    }

    private static Manager npm() {
        return VerbManager.named("npm")
                .verbs(INSTALL, "install i in ins inst insta instal isnt isnta isntal isntall add")
                .verbs(INSTALL, "ci clean-install ic install-clean isntall-clean install-test it install-ci-test cit")
                .verbs(INSTALL, "link ln exec x init create innit")
                .verbs(UPGRADE, "update up upgrade udpate audit_fix dedupe ddp")
                .verbs(REMOVE, "uninstall un remove rm r unlink prune")
                .verbs(DOWNLOAD, "pack")
                .onlyWithPackages("link ln exec x init create innit pack")
                .firstOnly("exec x init create innit")
                .values(NPM_VALUES)
                .packageOptions("--package")
                .dryRun("--dry-run -h -?")
                .packages(PackageNames::node)
                .build();
    }

    private static Manager yarn() {
        VerbManager.Builder grammar = VerbManager.named("yarn")
                .verbs(INSTALL, "install add global_add dlx create")
                .verbs(UPGRADE, "upgrade up upgrade-interactive global_upgrade")
                .verbs(REMOVE, "remove global_remove")
                .withoutVerb(INSTALL)
                .firstOnly("dlx create")
                .onlyWithPackages("dlx create add")
                .values("--cwd --modules-folder --cache-folder --registry --network-timeout --network-concurrency")
                .values(
                        "--mutex --otp --pattern --tag --use-yarnrc --global-folder --link-folder --preferred-cache-folder")
                .values("--proxy --https-proxy --mode")
                .packageOptions("-p --package")
                .dryRun("-h -v")
                .packages(PackageNames::node);
        return new Yarn(grammar.build());
    }

    private static Manager pnpm() {
        return VerbManager.named("pnpm")
                .verbs(INSTALL, "install i add link ln dlx create")
                .verbs(UPGRADE, "update up upgrade")
                .verbs(REMOVE, "remove rm uninstall un prune")
                .verbs(DOWNLOAD, "fetch")
                .firstOnly("dlx create")
                .onlyWithPackages("dlx create add link ln")
                .values("-C --dir -F --filter --filter-prod --registry --reporter --loglevel --store-dir --prefix")
                .values(
                        "--virtual-store-dir --modules-dir --lockfile-dir --workspace-concurrency --network-concurrency")
                .values(
                        "--global-dir --hoist-pattern --public-hoist-pattern --package-import-method --child-concurrency")
                .packageOptions("--package")
                .dryRun("-h -v")
                .packages(PackageNames::node)
                .build();
    }

    /** {@code yarn workspace NAME add ...} names a workspace before the verb. */
    private record Yarn(Manager plain) implements Manager {
        @Override
        public String name() {
            return "yarn";
        }

        @Override
        public Optional<PackageCommand> read(List<String> arguments) {
            boolean inWorkspace = arguments.size() > 2 && arguments.getFirst().equals("workspace");
            return plain.read(inWorkspace ? arguments.subList(2, arguments.size()) : arguments);
        }
    }

    /** npx fetches the package of its first word, or of {@code --package}, and runs it. */
    private static final class Npx implements Manager {
        private static final Set<String> WITH_VALUE =
                Set.copyOf(List.of((NPM_VALUES + " -p --package --npm --node-arg -n").split(" ")));
        private static final Set<String> PACKAGES = Set.of("-p", "--package");
        private static final Set<String> OTHER = Set.of("--no-install", "--no", "--help", "-h", "--version", "-v");

        @Override
        public String name() {
            return "npx";
        }

        @Override
        public Optional<PackageCommand> read(List<String> arguments) {
            Scan scan = Scan.of(arguments, WITH_VALUE, Scan.Style.GETOPT, 1);
            List<String> words = scan.values(PACKAGES).isEmpty() ? scan.positionals() : scan.values(PACKAGES);
            if (words.isEmpty() || scan.hasAny(OTHER)) {
                return Optional.empty();
            }
            List<SoftwarePackage> packages = new ArrayList<>();
            words.forEach(word -> packages.add(PackageNames.node(word)));
            return Optional.of(PackageCommand.of(name(), INSTALL, packages, Set.of(INSTALL, "exec")));
        }
    }
}
