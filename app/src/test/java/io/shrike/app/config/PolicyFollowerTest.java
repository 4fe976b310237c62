package io.shrike.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.Event;
import io.shrike.policy.source.FoundPolicies;
import io.shrike.policy.source.PolicyFetcher;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a follower makes of changes, by a clock of the test's own. */
class PolicyFollowerTest {
    private static final String HEAD = "apiVersion: security.qualys.com/v1\nkind: TracingPolicy\nmetadata: {name: ";

    private static final Duration REREAD = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final List<String> told = new ArrayList<>();
    private final PolicyLoader loader = new PolicyLoader(
            Map.of("MONITORING_MODE", "minimal"), PolicyFetcher.none(), new PrintWriter(new StringWriter()));
    private long now;

    private final PolicyFollower.Listener listener = new PolicyFollower.Listener() {
        @Override
        public void changed(LoadedPolicy policy, boolean again) {
            told.add((again ? "again " : "") + String.join(" ", policy.names()));
        }

        @Override
        public void refused(Event.PolicyError error) {
            told.add("refused " + String.join(" ", error.problems()).replace(folder.toString(), ""));
        }
    };

    private static String policy(String name) {
        return HEAD + name + "}\nfileIntegrityMonitoring:\n  paths: [{path: /etc}]\n";
    }

    private Path write(String name, String policy) throws IOException {
        return Files.writeString(folder.resolve(name), policy);
    }

    private PolicyFollower follow(boolean fallback, Path... paths) {
        List<String> options = List.of(paths).stream().map(Path::toString).toList();
        StartPolicy start = loader.load(options, fallback);
        PolicyFollower follower =
                new PolicyFollower(() -> loader.find(options), loader::attempt, start, REREAD, listener, now);
        pass(follower, 5_000);
        assertThat(told).isEmpty();
        return follower;
    }

    private void pass(PolicyFollower follower, int millis) {
        for (long end = now + millis * 1_000_000L; now < end; ) {
            now += 500_000_000L;
            follower.look(now);
        }
    }

    private List<String> toldAfter(PolicyFollower follower, int millis) {
        pass(follower, millis);
        List<String> news = List.copyOf(told);
        told.clear();
        return news;
    }

    @Test
    void takesAChangedFileOnceItRests() throws IOException {
        Path file = write("p.yaml", policy("one"));
        PolicyFollower follower = follow(false, file);
        write("p.yaml", policy("two"));
        assertThat(toldAfter(follower, 500)).isEmpty();
        assertThat(toldAfter(follower, 500)).containsExactly("two");
        assertThat(toldAfter(follower, 60_000)).isEmpty();
    }

    @Test
    void takesAFileRenamedIntoPlace() throws IOException {
        Path file = write("p.yaml", policy("one"));
        PolicyFollower follower = follow(false, file);
        Files.move(write("p.yaml.swp", policy("two")), file, StandardCopyOption.ATOMIC_MOVE);
        assertThat(toldAfter(follower, 1_000)).containsExactly("two");
    }

    @Test
    void followsTheLinksOfAMountedConfigMap() throws IOException {
        for (String version : List.of("one", "two")) {
            Files.createDirectory(folder.resolve("..v" + version));
            write("..v" + version + "/p.yaml", policy(version));
        }
        Path data = folder.resolve("..data");
        Files.createSymbolicLink(data, Path.of("..vone"));
        Path file = Files.createSymbolicLink(folder.resolve("p.yaml"), Path.of("..data/p.yaml"));
        PolicyFollower byFile = follow(false, file);
        PolicyFollower byFolder = follow(false, folder);
        Path next = Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("..vtwo"));
        Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);
        assertThat(toldAfter(byFile, 1_000)).containsExactly("two");
        assertThat(toldAfter(byFolder, 1_000)).containsExactly("two");
    }

    @Test
    void takesFilesThatComeAndGoInADirectory() throws IOException {
        write("a.yaml", policy("a"));
        PolicyFollower follower = follow(false, folder);
        Path second = write("b.yml", policy("b"));
        assertThat(toldAfter(follower, 1_000)).containsExactly("a b");
        write("notes.txt", "no policy");
        assertThat(toldAfter(follower, 5_000)).isEmpty();
        Files.delete(second);
        assertThat(toldAfter(follower, 1_000)).containsExactly("a");
    }

    @Test
    void overlooksAFileThatVanishesForAMoment() throws IOException {
        Path file = write("p.yaml", policy("one"));
        PolicyFollower follower = follow(false, file);
        Files.delete(file);
        assertThat(toldAfter(follower, 1_500)).isEmpty();
        write("p.yaml", policy("two"));
        assertThat(toldAfter(follower, 1_000)).containsExactly("two");
        Files.delete(file);
        assertThat(toldAfter(follower, 3_000)).containsExactly("refused /p.yaml: no such file or directory");
        write("p.yaml", policy("two"));
        assertThat(toldAfter(follower, 1_000)).containsExactly("again two");
    }

    @Test
    void tellsOfABrokenPolicyOnceForEachText() throws IOException {
        Path file = write("p.yaml", policy("one"));
        PolicyFollower follower = follow(false, file);
        write("p.yaml", policy("two").replace("path:", "pth:"));
        assertThat(toldAfter(follower, 120_000))
                .singleElement()
                .asString()
                .startsWith("refused /p.yaml:5:11: ")
                .contains("did you mean path?");
        write("p.yaml", policy("two").replace("path:", "pth:"));
        assertThat(toldAfter(follower, 5_000)).isEmpty();
        write("p.yaml", policy("two").replace("path:", "pah:"));
        assertThat(toldAfter(follower, 5_000)).hasSize(1);
        write("p.yaml", policy("two"));
        assertThat(toldAfter(follower, 5_000)).containsExactly("two");
    }

    @Test
    void saysNothingWhereOnlyTheTimesChange() throws IOException {
        Path file = write("p.yaml", policy("one"));
        PolicyFollower follower = follow(false, file);
        write("p.yaml", policy("one"));
        assertThat(toldAfter(follower, 60_000)).isEmpty();
    }

    @Test
    void takesAPolicyThatIsMendedAfterTheFallback() throws IOException {
        Path file = write("p.yaml", "nonsense");
        PolicyFollower follower = follow(true, file);
        write("p.yaml", policy("one"));
        assertThat(toldAfter(follower, 1_000)).containsExactly("one");
    }

    @Test
    void doesNotFallBackToTheBuiltInPolicyWhenTheDefaultFileGoes() throws IOException {
        Path file = write("policy.yaml", policy("one"));
        Supplier<FoundPolicies> find = () -> Files.exists(file) ? found(file) : loader.find(List.of("builtin:minimal"));
        StartPolicy start = loader.load(List.of(file.toString()), false);
        PolicyFollower follower = new PolicyFollower(find, loader::attempt, start, REREAD, listener, now);
        Files.delete(file);
        assertThat(toldAfter(follower, 5_000))
                .containsExactly("refused /etc/runtime-security/policy.yaml: no such file or directory");
        write("policy.yaml", policy("two"));
        assertThat(toldAfter(follower, 1_000)).containsExactly("two");
    }

    @Test
    void doesNotReadAPipeTwice() throws IOException {
        Path file = write("p.yaml", policy("one"));
        assertThat(PolicyFollower.canFollow(found(file))).isTrue();
        assertThat(PolicyFollower.canFollow(found(folder))).isTrue();
        assertThat(PolicyFollower.canFollow(found(folder.resolve("later.yaml"))))
                .isTrue();
        assertThat(PolicyFollower.canFollow(found(Path.of("/dev/null")))).isFalse();
    }

    private FoundPolicies found(Path path) {
        return loader.find(List.of(path.toString()));
    }
}
