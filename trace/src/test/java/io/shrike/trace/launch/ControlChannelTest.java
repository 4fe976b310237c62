package io.shrike.trace.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.linux.abi.Fcntl;
import io.shrike.linux.abi.Socket;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.NativeBuffer;
import io.shrike.linux.libc.SocketCalls;
import io.shrike.trace.launch.ControlChannel.OnSensorLoss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shim's end of the socket is played by the test. */
class ControlChannelTest {
    private static final int LISTENER = 16;
    private static final int ENDED = 17;
    private static final int FAILED = 18;

    private final int[] pair = new int[2];
    private final NativeBuffer message = new NativeBuffer(65_536);
    private ControlChannel channel;

    @BeforeEach
    void connect() {
        assertThat(SocketCalls.socketpair(Socket.SOCK_SEQPACKET, pair)).isZero();
        channel = new ControlChannel(pair[0]);
    }

    @AfterEach
    void hangUp() {
        channel.close();
        FileCalls.close(pair[0]);
        FileCalls.close(pair[1]);
        message.close();
    }

    private void say(int[] descriptors, int... words) {
        for (int i = 0; i < words.length; i++) {
            message.putInt(4 * i, words[i]);
        }
        assertThat(SocketCalls.send(pair[1], message, 4 * words.length, descriptors))
                .isEqualTo(4 * words.length);
    }

    private void say(int... words) {
        say(new int[0], words);
    }

    private int hear() {
        return SocketCalls.receive(pair[1], message, new int[0]);
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.count();
        }
    }

    @Test
    void receivesTheListenerAndThePageOfThePendingCall() {
        say(new int[] {pair[1], pair[1]}, LISTENER, 12, 4711, 4710, 3);
        assertThat(channel.receive()).isInstanceOfSatisfying(ShimMessage.Listener.class, listener -> {
            assertThat(listener.childPid()).isEqualTo(4711);
            assertThat(listener.shimPid()).isEqualTo(4710);
            assertThat(listener.waitKillable()).isTrue();
            assertThat(listener.noNewPrivs()).isTrue();
            for (int fd : new int[] {listener.listenerFd(), listener.pendingPageFd()}) {
                assertThat(fd).isNotIn(-1, pair[0], pair[1]);
                assertThat(FileCalls.fcntl(fd, Fcntl.F_GETFD, 0)).isEqualTo(Fcntl.FD_CLOEXEC);
                FileCalls.close(fd);
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"true, 19", "false, 19", "true, 3", "false, 3"})
    void tellsStandardOutputFromThePage(boolean page, int flags) throws IOException {
        long before = descriptors();
        say(page ? new int[] {pair[1], pair[1], pair[1]} : new int[] {pair[1], pair[1]}, LISTENER, 12, 1, 2, flags);
        boolean stdout = flags == 19;
        assertThat(channel.receive()).isInstanceOfSatisfying(ShimMessage.Listener.class, listener -> {
            assertThat(listener.stdoutFd() >= 0).isEqualTo(stdout);
            assertThat(listener.pendingPageFd() >= 0).isEqualTo(page || !stdout);
            for (int fd : new int[] {listener.listenerFd(), listener.pendingPageFd(), listener.stdoutFd()}) {
                if (fd >= 0) {
                    assertThat(FileCalls.close(fd)).isZero();
                }
            }
        });
        assertThat(descriptors()).isEqualTo(before);
    }

    @Test
    void doesWithoutAPage() {
        say(new int[] {pair[1]}, LISTENER, 12, 1, 2, 0);
        assertThat(channel.receive()).isInstanceOfSatisfying(ShimMessage.Listener.class, listener -> {
            assertThat(listener.pendingPageFd()).isEqualTo(-1);
            assertThat(listener.waitKillable()).isFalse();
            assertThat(listener.noNewPrivs()).isFalse();
            FileCalls.close(listener.listenerFd());
        });
    }

    @Test
    void hearsThatTheProgramEndedOrDidNotStart() {
        say(ENDED, 4, 0x0100);
        assertThat(channel.receive()).isEqualTo(new ShimMessage.Ended(0x0100));
        say(FAILED, 8, 2, 13);
        assertThat(channel.receive()).isEqualTo(new ShimMessage.Failed(2, 13));
    }

    @Test
    void hearsThatItGoesOnForAnotherSensor() {
        say(new int[] {pair[1]}, LISTENER, 12, 1, 2, 12);
        assertThat(channel.receive()).isInstanceOfSatisfying(ShimMessage.Listener.class, listener -> {
            assertThat(listener.restarted()).isTrue();
            assertThat(listener.sameFilter()).isTrue();
            FileCalls.close(listener.listenerFd());
        });
        say(19, 24, 5, 0, 700, 0, 9, 1);
        assertThat(channel.receive()).isEqualTo(new ShimMessage.Resumed(5, 700, 9, ShimMessage.Gap.STALLED));
    }

    @Test
    void hearsThatTheShimIsGone() {
        FileCalls.close(pair[1]);
        assertThat(channel.receive()).isInstanceOf(ShimMessage.Closed.class);
        pair[1] = -1;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 15, 20, -1})
    void takesAnUnknownMessageForAnotherLanguage(int type) {
        say(type, 12, 0, 0, 0);
        assertThat(channel.receive())
                .isInstanceOfSatisfying(
                        ShimMessage.Closed.class,
                        closed -> assertThat(closed.reason()).contains("type=" + type));
    }

    /** What a message does not say is not taken from the one before. */
    @ParameterizedTest
    @CsvSource({"16, 2", "16, 3", "16, 4", "17, 2", "18, 2", "18, 3", "19, 7", "16, 1"})
    void takesAShortMessageForAnotherLanguage(int type, int words) throws IOException {
        say(ENDED, 12, 99, 99, 99);
        channel.receive();
        long before = descriptors();
        int[] cut = new int[words];
        cut[0] = type;
        say(new int[] {pair[1]}, cut);
        assertThat(channel.receive()).isInstanceOf(ShimMessage.Closed.class);
        assertThat(descriptors()).isEqualTo(before);
    }

    @Test
    void takesAListenerWithoutADescriptorForAnotherLanguage() {
        say(LISTENER, 12, 4711, 4710, 1);
        assertThat(channel.receive()).isInstanceOf(ShimMessage.Closed.class);
    }

    @Test
    void keepsNoDescriptorThatItDidNotAskFor() throws IOException {
        long before = descriptors();
        say(new int[] {pair[1], pair[1]}, ENDED, 4, 0);
        assertThat(channel.receive()).isEqualTo(new ShimMessage.Ended(0));
        say(new int[] {pair[1]}, 99, 0);
        assertThat(channel.receive()).isInstanceOf(ShimMessage.Closed.class);
        say(new int[] {pair[1], pair[1], pair[1]}, LISTENER, 12, 1, 2, 1);
        ShimMessage.Listener listener = (ShimMessage.Listener) channel.receive();
        FileCalls.close(listener.listenerFd());
        FileCalls.close(listener.pendingPageFd());
        assertThat(descriptors()).isEqualTo(before);
    }

    @Test
    void saysWhyAMessageCannotBeRead() {
        say(new int[70]);
        assertThat(channel.receive()).isInstanceOf(ShimMessage.Closed.class);
        try (ControlChannel none = new ControlChannel(-1)) {
            assertThat(none.receive()).isEqualTo(new ShimMessage.Closed("EBADF"));
        }
    }

    @Test
    void sendsTheFilterAsTheShimReadsIt() {
        byte[] program = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
        byte[] digest = new byte[32];
        digest[0] = 7;
        digest[31] = 9;
        assertThat(channel.sendFilter(program, digest, 5000, OnSensorLoss.KILL, false))
                .isZero();
        assertThat(hear()).isEqualTo(8 + 48 + program.length);
        assertThat(message.getInt(0)).isEqualTo(1);
        assertThat(message.getInt(4)).isEqualTo(48 + program.length);
        assertThat(message.getInt(8)).isEqualTo(1);
        assertThat(message.getInt(12)).isEqualTo(5000);
        assertThat(message.getInt(16)).isEqualTo(2);
        assertThat(message.getInt(20)).isEqualTo(2);
        assertThat(message.getBytes(24, 32)).isEqualTo(digest);
        assertThat(message.getBytes(56, program.length)).isEqualTo(program);
    }

    @Test
    void sendsTheLongestFilter() {
        assertThat(channel.sendFilter(new byte[8 * 4096], new byte[32], 0, OnSensorLoss.CONTINUE, true))
                .isZero();
        assertThat(hear()).isEqualTo(8 + 48 + 8 * 4096);
        assertThat(message.getInt(8)).isEqualTo(3);
    }

    @Test
    void sendsItsShortMessages() {
        assertThat(channel.sendReady()).isZero();
        assertThat(hear()).isEqualTo(8);
        assertThat(message.getInt(0)).isEqualTo(2);
        assertThat(message.getInt(4)).isZero();
        assertThat(channel.sendRefused(78)).isZero();
        assertThat(hear()).isEqualTo(12);
        assertThat(message.getInt(0)).isEqualTo(3);
        assertThat(message.getInt(8)).isEqualTo(78);
        assertThat(channel.sendDrained()).isZero();
        assertThat(hear()).isEqualTo(8);
        assertThat(message.getInt(0)).isEqualTo(4);
    }

    @Test
    void saysThatNobodyHears() {
        FileCalls.close(pair[1]);
        assertThat(channel.sendReady()).isNegative();
        pair[1] = -1;
    }
}
