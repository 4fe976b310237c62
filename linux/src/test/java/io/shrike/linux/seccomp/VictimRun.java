package io.shrike.linux.seccomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shrike.linux.abi.Fcntl;
import io.shrike.linux.abi.Signals;
import io.shrike.linux.abi.Socket;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.NativeBuffer;
import io.shrike.linux.libc.ProcessCalls;
import io.shrike.linux.libc.SocketCalls;
import io.shrike.linux.testing.CCompiler;
import io.shrike.linux.testing.Child;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program victim.c under notification, with its listener in hand. */
final class VictimRun implements AutoCloseable {
    private final Child child;
    private final int socket;
    private final SeccompListener listener;
    private final NativeBuffer message = new NativeBuffer(64);

    private VictimRun(Child child, int socket, SeccompListener listener) {
        this.child = child;
        this.socket = socket;
        this.listener = listener;
    }

    /** Starts it with these commands; its first notification is not received yet. */
    static VictimRun start(Path folder, String... commands) throws Throwable {
        var program = CCompiler.programOfThisMachine("victim.c", folder);
        assumeTrue(program.isPresent(), "cc is not installed");
        int[] pair = new int[2];
        assertThat(SocketCalls.socketpair(Socket.SOCK_SEQPACKET, pair)).isZero();
        assertThat(FileCalls.fcntl(pair[1], Fcntl.F_SETFD, 0)).isZero();
        List<String> words = new ArrayList<>(List.of(program.get().toString(), Integer.toString(pair[1])));
        words.addAll(List.of(commands));
        Child child = Child.start(words);
        FileCalls.close(pair[1]);
        int[] descriptors = new int[4];
        try (NativeBuffer letter = new NativeBuffer(16)) {
            assertThat(SocketCalls.receive(pair[0], letter, descriptors)).isEqualTo(1);
            assertThat(letter.getByte(0)).isEqualTo((byte) 'L');
        }
        assertThat(descriptors[0]).isPositive();
        assertThat(descriptors).endsWith(-1, -1, -1);
        return new VictimRun(child, pair[0], new SeccompListener(descriptors[0]));
    }

    SeccompListener listener() {
        return listener;
    }

    int pid() {
        return child.pid();
    }

    /** What the victim tells of its next command: result and errno. */
    List<Integer> told() {
        assertThat(SocketCalls.receive(socket, message, new int[0])).isEqualTo(8);
        return List.of(message.getInt(0), message.getInt(4));
    }

    int end() throws Throwable {
        return child.end();
    }

    @Override
    public void close() {
        listener.close();
        FileCalls.close(socket);
        message.close();
        if (!child.hasEnded()) {
            ProcessCalls.kill(child.pid(), Signals.SIGKILL);
            try {
                child.end();
            } catch (Throwable thrown) {
                throw new AssertionError(thrown);
            }
        }
    }
}
