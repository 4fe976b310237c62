package io.shrike.policy.software;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Any words as a command line: what is found is one of four operations of a known manager, with packages that are named among the words. */
class SoftwareDetectorFuzz {
    private static final Set<String> OPERATIONS =
            Set.of(PackageCommand.INSTALL, PackageCommand.UPGRADE, PackageCommand.REMOVE, PackageCommand.DOWNLOAD);
    private static final List<String> PROGRAMS = List.of(
            "apt",
            "apt-get",
            "dpkg",
            "yum",
            "dnf",
            "microdnf",
            "rpm",
            "apk",
            "pip",
            "pip3.11",
            "python3",
            "uv",
            "uvx",
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
            "wget",
            "env",
            "busybox",
            "node",
            "pyenv",
            "ruby",
            "sh");
    private static final List<String> WORDS = List.of(
            "install",
            "add",
            "remove",
            "upgrade",
            "update",
            "get",
            "download",
            "-m",
            "-y",
            "--",
            "-",
            "-i",
            "-r",
            "-c",
            "exec",
            "tool",
            "run",
            "-o",
            "-O",
            "https://h/x.deb",
            "http://",
            "@",
            "@a/b@1",
            "a==1",
            "a>=",
            "=",
            "./a.whl",
            "git+https://h/r.git#egg=x",
            "a-1.0-1.x86_64.rpm",
            "/",
            "-e",
            "--target=x",
            "A=b",
            "");

    @FuzzTest
    void findsOnlyWhatThereIs(FuzzedDataProvider data) {
        String program = data.pickValue(PROGRAMS);
        List<String> words = new ArrayList<>();
        int count = data.consumeInt(0, 10);
        for (int i = 0; i < count; i++) {
            words.add(word(data));
        }
        Optional<PackageCommand> found = read(program, words);
        found.ifPresent(command -> isSound(command, words));
        // Wrappers are looked through to a depth only: of a deeper command its own exec tells.
        if (Managers.of(program).isPresent()) {
            assertThat(read("env", joined(program, words))).isEqualTo(found);
        }
        if (program.equals("apt-get")) {
            assertThat(read(program, joined("-y", words))).isEqualTo(found);
        }
    }

    private static void isSound(PackageCommand command, List<String> words) {
        assertThat(OPERATIONS).contains(command.software().operation());
        assertThat(PackageCommand.isBuiltIn(command.manager()))
                .as("%s", command)
                .isTrue();
        assertThat(command.software().packages()).as("%s of %s", command, words).allSatisfy(one -> {
            assertThat(words).anyMatch(word -> word.contains(one.name()));
            one.url().ifPresent(url -> assertThat(words).anyMatch(word -> isSpelledIn(word, url)));
        });
    }

    /** As it stands there, or without the userinfo before its host, which may hold a password. */
    private static boolean isSpelledIn(String word, String url) {
        int authority = url.indexOf("://") + 3;
        return word.contains(url)
                || (authority > 2
                        && word.contains(url.substring(0, authority))
                        && word.contains("@" + url.substring(authority)));
    }

    private static Optional<PackageCommand> read(String program, List<String> arguments) {
        return Invocation.ofManager(program, arguments).flatMap(Invocation::read);
    }

    private static List<String> joined(String first, List<String> rest) {
        return Stream.concat(Stream.of(first), rest.stream()).toList();
    }

    private static String word(FuzzedDataProvider data) {
        return switch (data.consumeInt(0, 3)) {
            case 0 -> data.consumeString(12);
            case 1 -> data.pickValue(WORDS) + data.pickValue(WORDS);
            case 2 -> data.pickValue(PROGRAMS);
            default -> data.pickValue(WORDS);
        };
    }
}
