package io.shrike.app.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shrike.delivery.source.FetchResult;
import io.shrike.model.ByteString;
import io.shrike.model.PolicySource;
import io.shrike.model.PolicySource.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of texts that come, stay the same, are refused and cannot be had. */
class RemotePoliciesTest {
    private static final String ADDRESS = "https://me:password@host/p.yaml?signature=0123456789abcdefghij&v=1";
    private static final FetchResult DOWN = new FetchResult.Unreachable("no connection to host");

    @TempDir
    Path directory;

    private final Deque<FetchResult> answers = new ArrayDeque<>();
    private final List<Optional<String>> asked = new ArrayList<>();
    private final List<Duration> limits = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    private RemotePolicies run(Duration startLimit) {
        TextSources sources = _ -> (_, etag, limit, _) -> {
            asked.add(etag);
            limits.add(limit);
            return answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
        };
        return new RemotePolicies(sources, Optional.of(new PolicyCopies(directory)), told::add, startLimit);
    }

    private RemotePolicies run() {
        return run(Duration.ofMillis(100));
    }

    private void answer(FetchResult... results) {
        answers.clear();
        answers.addAll(List.of(results));
    }

    private static FetchResult text(String text, String etag) {
        return new FetchResult.Text(ByteString.utf8(text), Optional.of(etag));
    }

    private static String fetch(RemotePolicies policies) throws IOException {
        return new String(policies.fetch(ADDRESS), UTF_8);
    }

    private static State state(RemotePolicies policies) {
        return policies.states().getFirst().state();
    }

    @Test
    void asksOnlyForWhatIsNew() throws IOException {
        RemotePolicies policies = run();
        answer(text("one", "v1"), FetchResult.SAME, text("two", "v2"), FetchResult.SAME);
        assertThat(List.of(fetch(policies), fetch(policies), fetch(policies), fetch(policies)))
                .containsExactly("one", "one", "two", "two");
        assertThat(asked).containsExactly(Optional.empty(), Optional.of("v1"), Optional.of("v1"), Optional.of("v2"));
        assertThat(state(policies)).isEqualTo(State.CURRENT);
    }

    @Test
    void keepsItsTextWhileTheSourceCannotBeReached() throws IOException {
        RemotePolicies policies = run();
        answer(text("one", "v1"), DOWN, text("two", "v2"));
        fetch(policies);
        assertThat(fetch(policies)).isEqualTo("one");
        PolicySource state = policies.states().getFirst();
        assertThat(state.state()).isEqualTo(State.UNREACHABLE);
        assertThat(state.problem()).contains("no connection to host");
        assertThat(fetch(policies)).isEqualTo("two");
        assertThat(state(policies)).isEqualTo(State.CURRENT);
        assertThat(told).isEmpty();
    }

    @Test
    void startsWithTheLastTextThatLoadedInAnEarlierRun() throws IOException {
        RemotePolicies earlier = run();
        answer(text("good", "v1"), text("broken", "v2"));
        fetch(earlier);
        earlier.loaded();
        fetch(earlier);
        RemotePolicies later = run();
        answer(DOWN);
        assertThat(fetch(later)).isEqualTo("good");
        assertThat(told)
                .singleElement()
                .asString()
                .startsWith(
                        "the policy at https://host/p.yaml?... cannot be had: no connection to host; its last good copy");
        assertThat(fetch(later)).isEqualTo("good");
        assertThat(state(later)).isEqualTo(State.COPY);
        assertThat(told).hasSize(1);
        answer(text("new", "v3"));
        assertThat(fetch(later)).isEqualTo("new");
        assertThat(state(later)).isEqualTo(State.CURRENT);
    }

    @Test
    void takesNoCopyWhereTheSourceSaysNo() throws IOException {
        RemotePolicies earlier = run();
        answer(text("good", "v1"));
        fetch(earlier);
        earlier.loaded();
        RemotePolicies later = run();
        answer(new FetchResult.Refused("the server answers 404: nothing is there"));
        assertThatThrownBy(() -> fetch(later)).hasMessage("the server answers 404: nothing is there");
        assertThat(state(later)).isEqualTo(State.REFUSED);
    }

    @Test
    void triesAgainWhileTheStartMayTakeAndThenSaysThatThereIsNoCopy() throws IOException {
        RemotePolicies policies = run(Duration.ofMillis(1_500));
        answer(DOWN, text("late", "v1"));
        assertThat(fetch(policies)).isEqualTo("late");
        RemotePolicies never = run(Duration.ofMillis(700));
        answer(DOWN);
        assertThatThrownBy(() -> fetch(never))
                .hasMessage("no connection to host; no earlier run has left a copy of it");
        assertThat(asked).hasSizeGreaterThanOrEqualTo(3);
        assertThat(limits).allSatisfy(limit -> assertThat(limit).isLessThanOrEqualTo(Duration.ofMillis(1_500)));
        asked.clear();
        never.started();
        assertThatThrownBy(() -> fetch(never)).isInstanceOf(IOException.class);
        assertThat(asked).hasSize(1);
        assertThat(limits.getLast()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void tellsOnceThatNoCopyCanBeKept() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        RemotePolicies policies = new RemotePolicies(
                _ -> (_, _, _, _) -> answers.getFirst(), Optional.of(new PolicyCopies(file)), told::add, Duration.ZERO);
        answer(text("one", "v1"));
        fetch(policies);
        policies.loaded();
        fetch(policies);
        policies.loaded();
        assertThat(told)
                .singleElement()
                .asString()
                .startsWith("no copy of the policy can be kept in " + file)
                .endsWith("; a later run cannot start while https://host/p.yaml?... cannot be reached");
    }

    @Test
    void tellsNoSecretsAndKnowsThem() throws IOException {
        RemotePolicies policies = run();
        answer(text("one", "v1"), DOWN);
        fetch(policies);
        fetch(policies);
        assertThat(policies.states().toString()).doesNotContain("password").doesNotContain("0123456789");
        assertThat(policies.secrets()).containsExactlyInAnyOrder("password", "0123456789abcdefghij");
    }
}
