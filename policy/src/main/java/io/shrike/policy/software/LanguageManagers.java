package io.shrike.policy.software;

import static io.shrike.policy.software.PackageCommand.DOWNLOAD;
import static io.shrike.policy.software.PackageCommand.INSTALL;
import static io.shrike.policy.software.PackageCommand.REMOVE;
import static io.shrike.policy.software.PackageCommand.UPGRADE;

import java.util.List;

/** gem, bundle, go, cargo and composer. */
final class LanguageManagers {
    private LanguageManagers() {}

    static List<Manager> all() {
        return List.of(gem(), bundle(), go(), cargo(), composer());
    }

    private static Manager gem() {
        return VerbManager.named("gem")
                .verbs(INSTALL, "install i in ins inst")
                .verbs(UPGRADE, "update up")
                .verbs(REMOVE, "uninstall cleanup")
                .verbs(DOWNLOAD, "fetch")
                .onlyWithPackages("install i in ins inst fetch")
                .values("-i --install-dir -n --bindir -s --source -p --http-proxy -P --trust-policy --platform")
                .values("--build-root --without --target-rbconfig --config-file -B --bulk-threshold")
                .fileOptions("-g --file")
                .versionOptions("-v --version")
                .dryRun("--explain -h")
                .packages(PackageNames::ruby)
                .build();
    }

    private static Manager bundle() {
        return VerbManager.named("bundle")
                .verbs(INSTALL, "install i add")
                .verbs(UPGRADE, "update")
                .verbs(REMOVE, "remove")
                .withoutVerb(INSTALL)
                .onlyWithPackages("add remove")
                .values("--gemfile --path -j --jobs -r --retry --with --without -g --group -s --source --git --branch")
                .values("--ref --require --target-rbconfig --trust-policy -P --shebang --github --glob")
                .versionOptions("-v --version")
                .dryRun("-h --print")
                .packages(PackageNames::ruby)
                .build();
    }

    /** go(1) writes long options with one dash and has no clusters. */
    private static Manager go() {
        return VerbManager.named("go")
                .verbs(INSTALL, "install get")
                .verbs(DOWNLOAD, "mod_download")
                .upgradeOptions("-u")
                .values("-C -o -p -tags -ldflags -gcflags -asmflags -mod -modfile -overlay -pgo -buildmode -compiler")
                .values("-installsuffix -pkgdir -toolexec -exec -gccgoflags -covermode -coverpkg")
                .dryRun("-n -h")
                .style(Scan.Style.GO)
                .packages(PackageNames::atVersion)
                .build();
    }

    private static Manager cargo() {
        return VerbManager.named("cargo")
                .verbs(INSTALL, "install binstall add")
                .verbs(REMOVE, "uninstall remove rm")
                .verbs(DOWNLOAD, "fetch")
                .onlyWithPackages("binstall add uninstall remove rm")
                .values("--branch --tag --rev --root --index --registry --profile --target --target-dir -F --features")
                .values("-j --jobs --color --config -Z -C --bin --example -m --manifest-path --message-format --rename")
                .values("-p --package --lockfile-path --log-level")
                .versionOptions("--version --vers")
                .fileOptions("--git --path")
                .plusWord()
                .dryRun("--dry-run --list -n -h")
                .packages(PackageNames::atVersion)
                .build();
    }

    private static Manager composer() {
        return VerbManager.named("composer")
                .verbs(INSTALL, "install i require r create-project global_require global_install reinstall")
                .verbs(UPGRADE, "update u upgrade global_update")
                .verbs(REMOVE, "remove rm uninstall global_remove")
                .onlyWithPackages("require r global_require create-project")
                .firstOnly("create-project")
                .values("-d --working-dir --repository --repository-url -s --stability --prefer-install")
                .values("--apcu-autoloader-prefix --ignore-platform-req --prefer --format --with")
                .dryRun("--dry-run -h -V")
                .packages(PackageNames::php)
                .build();
    }
}
