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

/** pip (pip-install(1) and its kin), uv, easy_install and conda. */
final class PythonManagers {
    /** Options of pip that take a value, and of {@code uv pip}, which copies them. */
    private static final String PIP_VALUES =
            "--python --log --proxy --retries --timeout --exists-action --trusted-host --cert --client-cert --cache-dir"
                    + " --use-feature --use-deprecated --keyring-provider -c --constraint -t --target --platform"
                    + " --python-version --implementation --abi --root --prefix --src --upgrade-strategy -C"
                    + " --config-settings --config-setting --global-option --install-option --no-binary --only-binary"
                    + " --progress-bar --root-user-action --report -i --index-url --extra-index-url -f --find-links -d"
                    + " --dest -w --wheel-dir --build-option --group --log-file --resume-retries";

    private PythonManagers() {}

    static List<Manager> all() {
        return List.of(pip(), uv(), uvx(), conda(), new EasyInstall());
    }

    private static Manager pip() {
        return VerbManager.named("pip")
                .verbs(INSTALL, "install")
                .verbs(REMOVE, "uninstall")
                .verbs(DOWNLOAD, "download wheel")
                .values(PIP_VALUES)
                .fileOptions("-r --requirement --requirements")
                .packageOptions("-e --editable")
                .upgradeOptions("-U --upgrade")
                .dryRun("--dry-run -h")
                .packages(PackageNames::python)
                .build();
    }

    private static VerbManager.Builder uvGrammar() {
        return VerbManager.named("uv")
                .values(PIP_VALUES)
                .values("--project --directory --config-file --color -p --index --default-index --with-requirements")
                .values("--optional --branch --tag --rev --bounds --resolution --prerelease --link-mode --extra")
                .values("--python-platform --exclude-newer -b --build-constraint --build-constraints --overrides")
                .values("--index-strategy --fork-strategy --no-build-package --no-binary-package --refresh-package")
                .values("-P --upgrade-package --reinstall-package --allow-insecure-host --env-file --script --package")
                .values("--constraints --excludes -o --output-file --from --torch-backend --marker -m")
                .packageOptions("-e --editable --with --with-editable")
                .fileOptions("-r --requirements")
                .dryRun("--dry-run -h")
                .packages(PackageNames::python);
    }

    private static Manager uv() {
        return uvGrammar()
                .verbs(INSTALL, "pip_install add sync tool_install tool_run python_install")
                .verbs(UPGRADE, "tool_upgrade python_upgrade")
                .verbs(REMOVE, "pip_uninstall remove tool_uninstall python_uninstall")
                .verbs(INSTALL, "pip_sync")
                .upgradeOptions("-U --upgrade")
                .firstOnly("tool_run")
                .onlyWithPackages("tool_run")
                .build();
    }

    /** uvx is {@code uv tool run}. */
    private static Manager uvx() {
        Manager uv = uv();
        return new Manager() {
            @Override
            public String name() {
                return "uvx";
            }

            @Override
            public Optional<PackageCommand> read(List<String> arguments) {
                List<String> words = new ArrayList<>(List.of("tool", "run"));
                words.addAll(arguments);
                return uv.read(words);
            }
        };
    }

    private static Manager conda() {
        return VerbManager.named("conda")
                .verbs(INSTALL, "install create env_create")
                .verbs(UPGRADE, "update upgrade env_update")
                .verbs(REMOVE, "remove uninstall")
                .values("-n --name -p --prefix -c --channel --solver --platform --subdir --revision --repodata-fn")
                .values(
                        "--override-channels-file --root-prefix -r --rc-file --log-level --category --experimental-solver")
                .fileOptions("-f --file")
                .dryRun("-d --dry-run -h")
                .downloadOnly("--download-only")
                .onlyWithPackages("create install")
                .packages(PackageNames::conda)
                .build();
    }

    /** Every word is a package. */
    private static final class EasyInstall implements Manager {
        private static final Set<String> WITH_VALUE = Set.of(
                "-d",
                "--install-dir",
                "-s",
                "--script-dir",
                "-i",
                "--index-url",
                "-f",
                "--find-links",
                "-b",
                "--build-directory",
                "-H",
                "--allow-hosts",
                "--record",
                "-S",
                "--site-dirs",
                "--prefix",
                "-O");

        @Override
        public String name() {
            return "easy_install";
        }

        @Override
        public Optional<PackageCommand> read(List<String> arguments) {
            Scan scan = Scan.of(arguments, WITH_VALUE, Scan.Style.GETOPT);
            List<SoftwarePackage> packages =
                    scan.positionals().stream().map(PackageNames::python).toList();
            boolean upgrade = scan.has("-U") || scan.has("--upgrade");
            String operation = upgrade ? UPGRADE : INSTALL;
            Set<String> words = upgrade ? Set.of(UPGRADE, INSTALL) : Set.of(INSTALL);
            return packages.isEmpty()
                    ? Optional.empty()
                    : Optional.of(PackageCommand.of(name(), operation, packages, words));
        }
    }
}
