package io.shrike.trace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.ProcessCalls;
import io.shrike.linux.seccomp.SeccompListener;
import io.shrike.model.Verdict;
import io.shrike.trace.testing.TestChild;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** One engine over the listeners of several victims that come and go. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class ManyListenersTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final List<Integer> tids = new CopyOnWriteArrayList<>();
    private final List<Integer> ends = new CopyOnWriteArrayList<>();
    private final NotifyEngine engine = NotifyEngine.ofMany((what, cause) -> failures.add(what + ": " + cause));
    private final Thread thread = Thread.ofPlatform().daemon().start(() -> engine.run(this::onStop));
    private final List<TestChild> victims = new ArrayList<>();

    private Verdict onStop(Stop stop) {
        tids.add(stop.tid());
        return tids.size() % 2 == 1 ? Verdict.CONTINUE : new Verdict.Deny(Errno.EACCES);
    }

    @AfterEach
    void endAll() throws InterruptedException {
        victims.forEach(TestChild::close);
        engine.end();
        assertThat(thread.join(SOON)).isTrue();
        assertThat(engine.hasEnded()).isTrue();
        engine.close();
        assertThat(failures).isEmpty();
    }

    private ServedListener serve(TestChild victim) {
        int theirs = Integer.parseInt(victim.line());
        int pidfd = ProcessCalls.pidfdOpen(victim.pid(), 0);
        int listener = ProcessCalls.pidfdGetfd(pidfd, theirs);
        FileCalls.close(pidfd);
        assertThat(listener).isPositive();
        ServedListener served = new ServedListener(new SeccompListener(listener), true, ends::add);
        engine.serve(served);
        return served;
    }

    private TestChild victim() {
        TestChild victim = TestChild.start("victim", "1");
        victims.add(victim);
        return victim;
    }

    @Test
    void answersEachCallWhereItCameFrom() {
        TestChild first = victim();
        TestChild second = victim();
        serve(first);
        serve(second);
        assertThat(first.ask("m " + folder.resolve("a"))).isZero();
        assertThat(second.ask("m " + folder.resolve("b"))).isEqualTo(-Errno.EACCES);
        assertThat(first.ask("m " + folder.resolve("c"))).isZero();
        assertThat(tids).containsExactly(first.pid(), second.pid(), first.pid());
        assertThat(folder.resolve("a")).isDirectory();
        assertThat(Files.exists(folder.resolve("b"))).isFalse();
        assertThat(engine.listeners()).isEqualTo(2);
    }

    @Test
    void goesOnWithTheOthersWhenOneIsGone() {
        TestChild first = victim();
        TestChild second = victim();
        ServedListener leaving = serve(first);
        ServedListener staying = serve(second);
        assertThat(first.ask("m " + folder.resolve("a"))).isZero();
        first.say("q");
        assertThat(leaving.awaitEnd(SOON)).isTrue();
        assertThat(ends).containsExactly(0);
        assertThat(second.ask("m " + folder.resolve("b"))).isEqualTo(-Errno.EACCES);
        assertThat(staying.awaitEnd(Duration.ofMillis(1))).isFalse();
        assertThat(engine.listeners()).isEqualTo(1);
        TestChild third = victim();
        serve(third);
        assertThat(third.ask("m " + folder.resolve("c"))).isZero();
    }

    @Test
    void saysWhenAListenerIsNone() {
        ServedListener wrong = new ServedListener(new SeccompListener(-1), true, ends::add);
        engine.serve(wrong);
        assertThat(wrong.awaitEnd(SOON)).isTrue();
        assertThat(ends).containsExactly(-Errno.EBADF);
    }

    @Test
    void leavesADismissedListenerToOthers() {
        TestChild first = victim();
        TestChild second = victim();
        ServedListener leaving = serve(first);
        serve(second);
        assertThat(first.ask("m " + folder.resolve("a"))).isZero();
        engine.dismiss(leaving);
        assertThat(leaving.awaitEnd(SOON)).isTrue();
        assertThat(engine.listeners()).isEqualTo(1);
        assertThat(second.ask("m " + folder.resolve("c"))).isEqualTo(-Errno.EACCES);
        first.say("m " + folder.resolve("b"));
        assertThat(third().ask("m " + folder.resolve("d")))
                .as("and served the others")
                .isZero();
        assertThat(tids).doesNotContainSequence(second.pid(), first.pid());
        assertThat(folder.resolve("b")).doesNotExist();
    }

    private TestChild third() {
        TestChild third = victim();
        serve(third);
        return third;
    }

    @Test
    void isOverOnlyWhenItIsEnded() {
        assertThat(engine.awaitEnd(Duration.ofMillis(20))).isFalse();
        engine.end();
        assertThat(engine.awaitEnd(SOON)).isTrue();
    }

    @Test
    void servesNoOtherListenerWhereItWasMadeForOne() {
        NotifyEngine one = new NotifyEngine(new SeccompListener(-1), true, (what, cause) -> failures.add(what));
        assertThatThrownBy(one::end).isInstanceOf(IllegalStateException.class);
        one.close();
    }
}
