package io.shrike.linux.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shrike.linux.testing.CAssertions;
import io.shrike.linux.testing.CCompiler;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WakeUpSignalTest {
    private static List<String> compilers() {
        return CCompiler.commands();
    }

    @ParameterizedTest
    @MethodSource("compilers")
    void itsStructsHaveTheSizesOfTheCLibrary(String command) throws Exception {
        CCompiler compiler = new CCompiler(command);
        assumeTrue(compiler.exists(), command + " is not installed");
        CAssertions layout = new CAssertions()
                .include("signal.h")
                .same("sizeof(struct sigaction)", WakeUpSignal.SIGACTION_SIZE)
                .same("offsetof(struct sigaction, sa_handler)", 0)
                .same("sizeof(sigset_t)", WakeUpSignal.SIGSET_SIZE)
                .same("SIG_UNBLOCK", WakeUpSignal.SIG_UNBLOCK);
        assertThat(compiler.complaintsAbout(layout.source())).isEmpty();
    }

    @Test
    void endsABlockingCallOfOneThread() throws InterruptedException {
        AtomicInteger tid = new AtomicInteger();
        AtomicInteger result = new AtomicInteger(1);
        Thread sleeper = Thread.ofPlatform().daemon().start(() -> {
            assertThat(WakeUpSignal.prepare()).isZero();
            try (Poll poll = new Poll(1)) {
                tid.set(ProcessCalls.gettid());
                result.set(poll.wait(60_000));
            }
        });
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (sleeper.isAlive() && System.nanoTime() < deadline) {
            if (tid.get() != 0) {
                WakeUpSignal.send(tid.get());
            }
            sleeper.join(5);
        }
        assertThat(result).hasValue(-Errno.EINTR);
    }
}
