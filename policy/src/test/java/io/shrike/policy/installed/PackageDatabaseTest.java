package io.shrike.policy.installed;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.PackageChange;
import io.shrike.model.PackageChange.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackageDatabaseTest {
    private static final String DPKG = """
            Package: hello
            Status: install ok installed
            Priority: optional
            Architecture: amd64
            Version: 2.10-3
            Description: example package
             Package: not-a-key
             .
             The GNU hello program.

            Package: libc6
            Status: install ok installed
            Architecture: amd64
            Version: 2.36-9

            Package: libc6
            Status: install ok installed
            Architecture: i386
            Version: 2.36-9

            Package: gone
            Status: deinstall ok config-files
            Architecture: all
            Version: 1.0

            Package: known
            Status: unknown ok not-installed
            Architecture: all

            Package: half
            Status: install reinstreq half-configured
            Architecture: all
            Version: 3
            """;

    private static final String APK = """
            C:Q1sp2UfWz/nsHkVfWfsnhVwg==
            P:busybox
            V:1.36.1-r29
            A:x86_64
            S:509
            T:Size optimized toolbox
            F:bin
            R:busybox
            a:0:0:755

            C:Q1x
            P:musl
            V:1.2.5-r0
            A:x86_64

            """;

    private static PackageList dpkg(String text) {
        return parse(PackageDatabase.DPKG, text);
    }

    private static PackageList parse(PackageDatabase database, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return database.parse(bytes, bytes.length, new byte[0]);
    }

    @Test
    void readsWhatDpkgHasInstalled() {
        PackageList list = dpkg(DPKG);
        assertThat(list.size()).isEqualTo(4);
        assertThat(list.version("hello")).contains("2.10-3");
        assertThat(list.version("libc6")).contains("2.36-9");
        assertThat(list.version("half")).contains("3");
        assertThat(list.version("gone")).isEmpty();
        assertThat(list.version("known")).isEmpty();
        assertThat(list.version("not-a-key")).isEmpty();
        assertThat(list.version("hell")).isEmpty();
    }

    @Test
    void readsWhatApkHasInstalled() {
        PackageList list = parse(PackageDatabase.APK, APK);
        assertThat(list.size()).isEqualTo(2);
        assertThat(list.version("busybox")).contains("1.36.1-r29");
        assertThat(list.version("musl")).contains("1.2.5-r0");
    }

    @Test
    void readsTheLastPackageWithoutAnEmptyLineAfterIt() {
        assertThat(parse(PackageDatabase.APK, "P:a\nV:1").version("a")).contains("1");
    }

    @Test
    void tellsWhatBecameOfEachPackage() {
        PackageList before = dpkg(DPKG);
        PackageList after = dpkg(DPKG.replace("2.10-3", "2.12-1")
                .replace("Package: half", "Package: added")
                .replace("config-files", "installed"));
        assertThat(after.since(before))
                .containsExactly(
                        new PackageChange("added", "3", Kind.INSTALLED, Optional.empty()),
                        new PackageChange("gone", "1.0", Kind.INSTALLED, Optional.empty()),
                        new PackageChange("half", "3", Kind.REMOVED, Optional.empty()),
                        new PackageChange("hello", "2.12-1", Kind.CHANGED, Optional.of("2.10-3")));
        assertThat(after.since(after)).isEmpty();
        assertThat(PackageList.EMPTY.since(before)).hasSize(4);
    }

    @Test
    void tellsOfOneArchitectureOfAPackageThatStaysForAnother() {
        PackageList after =
                dpkg(DPKG.replace("Architecture: i386\nVersion: 2.36-9", "Architecture: i386\nVersion: 2.36-10"));
        assertThat(after.since(dpkg(DPKG)))
                .containsExactly(new PackageChange("libc6", "2.36-10", Kind.CHANGED, Optional.of("2.36-9")));
    }

    @Test
    void cutsLongValuesAndEscapesBytesThatAreNoText() {
        String name = "n".repeat(10_000);
        assertThat(dpkg("Package: " + name + "\nVersion: 1\n").version("n".repeat(256)))
                .contains("1");
        byte[] bytes = "P:a\nV:1\n".getBytes(StandardCharsets.ISO_8859_1);
        bytes[6] = (byte) 0xff;
        assertThat(PackageDatabase.APK.parse(bytes, bytes.length, new byte[0]).version("a"))
                .contains("\\xff");
    }

    @Test
    void holdsNoMorePackagesThanItsLimit() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Stanzas.MOST_PACKAGES + 10; i++) {
            text.append("P:p").append(i).append("\nV:1\n\n");
        }
        assertThat(parse(PackageDatabase.APK, text.toString()).size()).isEqualTo(Stanzas.MOST_PACKAGES);
    }

    @Test
    void readsAnythingWithoutFailing() {
        Random random = new Random(7);
        String alphabet = "PVAStatuspckge:: \n\n\r\tinstalled\0";
        for (int round = 0; round < 2_000; round++) {
            byte[] text = new byte[random.nextInt(200)];
            for (int i = 0; i < text.length; i++) {
                text[i] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
            }
            for (PackageDatabase database : List.of(PackageDatabase.DPKG, PackageDatabase.APK)) {
                assertThat(database.parse(text, text.length, new byte[0]).size())
                        .isLessThanOrEqualTo(text.length);
            }
        }
    }

    @Test
    void knowsWhoWritesWhich() {
        for (String manager : List.of("apt", "apt-get", "aptitude", "dpkg")) {
            assertThat(PackageDatabase.of(manager)).contains(PackageDatabase.DPKG);
        }
        assertThat(PackageDatabase.of("apk")).contains(PackageDatabase.APK);
        assertThat(PackageDatabase.of("dnf")).contains(PackageDatabase.RPM);
        assertThat(PackageDatabase.of("pip")).contains(PackageDatabase.PYTHON);
        assertThat(PackageDatabase.of("npm")).contains(PackageDatabase.NODE);
        assertThat(PackageDatabase.of("gem")).isEmpty();
    }
}
