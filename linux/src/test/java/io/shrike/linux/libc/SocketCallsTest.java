package io.shrike.linux.libc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.linux.abi.Fcntl;
import io.shrike.linux.abi.Socket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SocketCallsTest {
    private final int[] pair = new int[2];
    private final NativeBuffer data = new NativeBuffer(512);

    @BeforeEach
    void connect() {
        assertThat(SocketCalls.socketpair(Socket.SOCK_SEQPACKET, pair)).isZero();
    }

    @AfterEach
    void disconnect() {
        close(0);
        close(1);
        data.close();
    }

    private void close(int end) {
        FileCalls.close(pair[end]);
        pair[end] = -1;
    }

    private static long openDescriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.count();
        }
    }

    private static long inode(int fd) {
        try (NativeBuffer statx = new NativeBuffer(Statx.SIZE)) {
            assertThat(FileCalls.statx(fd, Statx.STATX_INO, statx)).isZero();
            return Statx.ino(statx);
        }
    }

    @Test
    void keepsTheBoundsOfMessages() {
        data.putCString("abcdef".getBytes(US_ASCII));
        assertThat(SocketCalls.send(pair[0], data, 3)).isEqualTo(3);
        assertThat(SocketCalls.send(pair[0], data, 6)).isEqualTo(6);
        int[] descriptors = {5, 5};
        assertThat(SocketCalls.receive(pair[1], data, descriptors)).isEqualTo(3);
        assertThat(descriptors).containsExactly(-1, -1);
        assertThat(SocketCalls.receive(pair[1], data, new int[0])).isEqualTo(6);
        close(0);
        assertThat(SocketCalls.receive(pair[1], data, descriptors)).isZero();
    }

    @Test
    void carriesDescriptorsThatCloseOnExec() {
        assertThat(SocketCalls.send(pair[0], data, 1, pair[0], pair[1])).isEqualTo(1);
        int[] descriptors = new int[3];
        assertThat(SocketCalls.receive(pair[1], data, descriptors)).isEqualTo(1);
        assertThat(descriptors[2]).isEqualTo(-1);
        assertThat(inode(descriptors[0])).isEqualTo(inode(pair[0]));
        assertThat(inode(descriptors[1])).isEqualTo(inode(pair[1]));
        assertThat(FileCalls.fcntl(descriptors[0], Fcntl.F_GETFD, 0)).isEqualTo(Fcntl.FD_CLOEXEC);
        FileCalls.close(descriptors[0]);
        FileCalls.close(descriptors[1]);
    }

    @Test
    void carriesAsManyDescriptorsAsItSays() {
        int[] many = new int[SocketCalls.MAXIMUM_DESCRIPTORS];
        Arrays.fill(many, pair[0]);
        assertThat(SocketCalls.send(pair[0], data, 1, many)).isEqualTo(1);
        int[] descriptors = new int[SocketCalls.MAXIMUM_DESCRIPTORS + 1];
        assertThat(SocketCalls.receive(pair[1], data, descriptors)).isEqualTo(1);
        for (int i = 0; i < many.length; i++) {
            assertThat(FileCalls.close(descriptors[i])).isZero();
        }
        assertThat(descriptors[many.length]).isEqualTo(-1);
    }

    @Test
    void leaksNothingOfAMessageThatDoesNotFit() throws IOException {
        long before = openDescriptors();
        SocketCalls.send(pair[0], data, 1, pair[0], pair[1], pair[0]);
        assertThat(SocketCalls.receive(pair[1], data, new int[2])).isEqualTo(-Errno.EMSGSIZE);
        SocketCalls.send(pair[0], data, 100, pair[0]);
        try (NativeBuffer small = new NativeBuffer(10)) {
            int[] descriptors = new int[2];
            assertThat(SocketCalls.receive(pair[1], small, descriptors)).isEqualTo(-Errno.EMSGSIZE);
            assertThat(descriptors).containsExactly(-1, -1);
        }
        SocketCalls.send(pair[0], data, 1, pair[0]);
        assertThat(SocketCalls.receive(pair[1], data, new int[0])).isEqualTo(-Errno.EMSGSIZE);
        assertThat(openDescriptors()).isEqualTo(before);
    }

    @Test
    void sendingToNobodyIsAnErrorAndNoSignal() {
        close(1);
        assertThat(SocketCalls.send(pair[0], data, 1)).isEqualTo(-Errno.EPIPE);
        assertThat(SocketCalls.receive(pair[1], data, new int[1])).isEqualTo(-Errno.EBADF);
    }

    @Test
    void setsCloseOnExec() {
        FileCalls.fcntl(pair[0], Fcntl.F_SETFD, 0);
        assertThat(FileCalls.fcntl(pair[0], Fcntl.F_GETFD, 0)).isZero();
        assertThat(SocketCalls.setCloexec(pair[0])).isZero();
        assertThat(FileCalls.fcntl(pair[0], Fcntl.F_GETFD, 0)).isEqualTo(Fcntl.FD_CLOEXEC);
    }
}
