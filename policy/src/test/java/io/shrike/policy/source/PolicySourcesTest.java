package io.shrike.policy.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.policy.document.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PolicySourcesTest {
    private static final String EMPTY_SHA = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @TempDir
    private Path directory;

    private final List<String> fetched = new ArrayList<>();

    private PolicySources sources(Map<String, String> environment) {
        PolicyFetcher fetcher = location -> {
            fetched.add(location);
            return new byte[0];
        };
        return new PolicySources(
                name -> Optional.ofNullable(environment.get(name)), fetcher, directory.resolve("default.yaml"));
    }

    private FoundPolicies find(String... options) {
        return sources(Map.of()).find(List.of(options));
    }

    private String file(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text).toString();
    }

    private static List<String> names(FoundPolicies found) {
        return found.policies().stream().map(RawPolicy::name).toList();
    }

    private static List<String> problems(FoundPolicies found) {
        return found.problems().stream().map(Problem::toString).toList();
    }

    @Test
    void prefersOptionsToEverything() throws IOException {
        String option = file("a.yaml", "a");
        String variable = file("b.yaml", "b");
        file("default.yaml", "d");
        FoundPolicies found = sources(Map.of("TRACING_POLICY_PATH", variable, "MONITORING_MODE", "minimal"))
                .find(List.of(option));
        assertThat(names(found)).containsExactly(option);
        assertThat(new String(found.policies().getFirst().text(), UTF_8)).isEqualTo("a");
        assertThat(found.origin()).isEqualTo("--policy " + option);
        assertThat(found.watched()).containsExactly(Path.of(option));
    }

    @Test
    void readsTheListOfTheVariable() throws IOException {
        String one = file("1.yaml", "1");
        String two = file("2.yaml", "2");
        FoundPolicies found =
                sources(Map.of("TRACING_POLICY_PATH", one + " , " + two + ",")).find(List.of());
        assertThat(names(found)).containsExactly(one, two);
        assertThat(found.problems()).isEmpty();
    }

    @Test
    void readsADirectoryInOrderAndLeavesOutWhatIsHidden() throws IOException {
        file("d/b.yaml", "b");
        file("d/a.yml", "a");
        file("d/readme.txt", "r");
        file("d/.hidden.yaml", "h");
        Files.createDirectory(directory.resolve("d/sub.yaml"));
        String d = directory.resolve("d").toString();
        assertThat(names(find(d))).containsExactly(d + "/a.yml", d + "/b.yaml");
    }

    @Test
    void readsAMountedConfigMap() throws IOException {
        file("m/..2026_01/policy.yaml", "p");
        Files.createSymbolicLink(directory.resolve("m/..data"), Path.of("..2026_01"));
        Files.createSymbolicLink(directory.resolve("m/policy.yaml"), Path.of("..data/policy.yaml"));
        String m = directory.resolve("m").toString();
        assertThat(names(find(m))).containsExactly(m + "/policy.yaml");
    }

    @Test
    void fallsBackToTheDefaultFileThenToTheMode() throws IOException {
        assertThat(names(sources(Map.of()).find(List.of()))).containsExactly("builtin:balanced");
        assertThat(names(sources(Map.of("MONITORING_MODE", "minimal", "TRACING_POLICY_PATH", ""))
                        .find(List.of())))
                .containsExactly("builtin:minimal");
        String file = file("default.yaml", "d");
        FoundPolicies found = sources(Map.of("MONITORING_MODE", "minimal")).find(List.of());
        assertThat(names(found)).containsExactly(file);
        assertThat(found.origin()).isEqualTo(file);
    }

    @Test
    void neverTakesAnotherPolicyForOneThatIsNamed() throws IOException {
        Files.createSymbolicLink(directory.resolve("default.yaml"), Path.of("gone"));
        assertThat(problems(sources(Map.of()).find(List.of())))
                .containsExactly(directory.resolve("default.yaml") + ": no such file or directory");
        assertThat(problems(
                        sources(Map.of("TRACING_POLICY_PATH", "/nowhere.yaml")).find(List.of())))
                .containsExactly("/nowhere.yaml: no such file or directory");
        assertThat(problems(sources(Map.of("TRACING_POLICY_PATH", " , ")).find(List.of())))
                .containsExactly("TRACING_POLICY_PATH: names no policy");
    }

    @Test
    void namesTheModesThatThereAre() {
        FoundPolicies found = sources(Map.of("MONITORING_MODE", "agressive")).find(List.of());
        assertThat(problems(found))
                .containsExactly(
                        "MONITORING_MODE: there is no monitoring mode \"agressive\", did you mean aggressive? (allowed: minimal, balanced, aggressive)");
        assertThat(found.policies()).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithAPlace() throws IOException {
        Files.createDirectory(directory.resolve("empty"));
        String empty = directory.resolve("empty").toString();
        assertThat(problems(find(empty))).containsExactly(empty + ": the directory holds no *.yaml and no *.yml");
        String through = file("f", "x") + "/y.yaml";
        assertThat(problems(find(through))).containsExactly(through + ": cannot be read: Not a directory");
    }

    @Test
    void stopsReadingWhereAPolicyCannotBeLonger() {
        assertThat(problems(find("/dev/zero"))).containsExactly("/dev/zero: is longer than 8388608 bytes");
    }

    @Test
    void appliesAFileOnceHoweverItIsNamed() throws IOException {
        String file = file("a.yaml", "a");
        String link = Files.createSymbolicLink(directory.resolve("link.yaml"), Path.of(file))
                .toString();
        FoundPolicies found = find(file, link);
        assertThat(names(found)).containsExactly(file);
        assertThat(problems(found)).containsExactly(link + ": warning: is named twice and applies once");
    }

    @Test
    void fetchesWhatIsElsewhere() {
        FoundPolicies found =
                find("s3://bucket/key?versionId=v1", "https://host/p.yaml#sha256=" + EMPTY_SHA, "https://host/q.yaml");
        assertThat(fetched)
                .containsExactly("s3://bucket/key?versionId=v1", "https://host/p.yaml", "https://host/q.yaml");
        assertThat(names(found)).hasSize(3);
        assertThat(found.problems()).isEmpty();
        assertThat(found.watched()).isEmpty();
    }

    @Test
    void refusesBytesWithAnotherHash() {
        String wanted = "0".repeat(64);
        assertThat(problems(find("https://h/p#sha256=" + wanted)))
                .containsExactly("https://h/p#sha256=%s: the bytes have SHA-256 %s, not %s"
                        .formatted(wanted, EMPTY_SHA, wanted));
    }

    @Test
    void showsNeitherPasswordsNorQueries() {
        String secret = "https://me:secret@h/p.yaml?sig=secret#sha256=" + "0".repeat(64);
        FoundPolicies found = find(secret, "https://h/q?sig=secret", "http://me:secret@h/p?sig=secret");
        assertThat(fetched).containsExactly("https://me:secret@h/p.yaml?sig=secret", "https://h/q?sig=secret");
        assertThat(names(found)).containsExactly("https://h/q?...");
        assertThat(found.origin())
                .contains("--policy https://h/p.yaml?...#sha256=000")
                .doesNotContain("secret");
        assertThat(problems(found))
                .hasSize(2)
                .allSatisfy(text -> assertThat(text).doesNotContain("secret"));
        String list = "https://me:secret@h/p?sig=secret, /nowhere.yaml";
        assertThat(sources(Map.of("TRACING_POLICY_PATH", list)).find(List.of()).origin())
                .isEqualTo("TRACING_POLICY_PATH=https://h/p?...,/nowhere.yaml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://h/p", "s3://bucket", "s3://B/k", "https://", "ftp://h/p", "https://h/p#sha256=12"})
    void refusesOtherAddresses(String address) {
        assertThat(problems(find(address)))
                .containsExactly(address
                        + ": is neither a file nor s3://bucket/key[?versionId=V] nor https://host/path[#sha256=HEX]");
        assertThat(fetched).isEmpty();
    }

    @Test
    void saysThatNothingIsFetchedWhereThatIsSo() {
        PolicySources sources = new PolicySources(_ -> Optional.empty(), PolicyFetcher.none());
        assertThat(problems(sources.find(List.of("s3://bucket/key"))))
                .containsExactly("s3://bucket/key: policies from s3:// are not available here: use a file");
    }

    @Test
    void parsesEverythingOrNothing() throws IOException {
        String good =
                "apiVersion: security.qualys.com/v1\nkind: TracingPolicy\nmetadata: {name: x}\nsoftwareInstallation: {}\n";
        String one = file("one.yaml", good);
        String two = file("two.yaml", good);
        assertThat(find(one, two).parse(_ -> Optional.empty()).problems())
                .extracting(Problem::toString)
                .containsExactly(
                        two + ":1:1: warning: " + one + ":1:1 has the same name: events cannot tell them apart");
        assertThat(find(one, two).parse(_ -> Optional.empty()).documents()).hasSize(2);
        assertThat(find(one, "/nowhere").parse(_ -> Optional.empty()).documents())
                .isEmpty();
    }
}
