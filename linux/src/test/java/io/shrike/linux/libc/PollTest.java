package io.shrike.linux.libc;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.linux.abi.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PollTest {
    private final int[] first = new int[2];
    private final int[] second = new int[2];
    private final NativeBuffer data = new NativeBuffer(16);

    @BeforeEach
    void connect() {
        SocketCalls.socketpair(Socket.SOCK_SEQPACKET, first);
        SocketCalls.socketpair(Socket.SOCK_SEQPACKET, second);
    }

    @AfterEach
    void disconnect() {
        for (int fd : new int[] {first[0], first[1], second[0], second[1]}) {
            FileCalls.close(fd);
        }
        data.close();
    }

    @Test
    void pollTellsWhichDescriptorIsReady() {
        try (Poll poll = new Poll(3)) {
            assertThat(poll.add(first[0], Poll.POLLIN)).isZero();
            assertThat(poll.add(second[0], Poll.POLLIN)).isEqualTo(1);
            assertThat(poll.wait(0)).isZero();
            SocketCalls.send(second[1], data, 1);
            assertThat(poll.wait(-1)).isEqualTo(1);
            assertThat(poll.revents(0)).isZero();
            assertThat(poll.revents(1)).isEqualTo(Poll.POLLIN);
            FileCalls.close(first[1]);
            first[1] = -1;
            assertThat(poll.wait(-1)).isEqualTo(2);
            assertThat(poll.revents(0) & Poll.POLLHUP).isEqualTo(Poll.POLLHUP);
            poll.set(0, -1, 0);
            poll.set(1, 999_999, Poll.POLLIN);
            assertThat(poll.wait(0)).isEqualTo(1);
            assertThat(poll.revents(0)).isZero();
            assertThat(poll.revents(1)).isEqualTo(Poll.POLLNVAL);
            assertThat(poll.size()).isEqualTo(2);
        }
    }

    @Test
    void epollGivesTheTagsBack() {
        try (Epoll epoll = new Epoll(4)) {
            assertThat(epoll.create()).isZero();
            assertThat(epoll.add(first[0], Poll.POLLIN, 0x1122334455667788L)).isZero();
            assertThat(epoll.add(second[0], Poll.POLLIN, -2)).isZero();
            assertThat(epoll.add(second[0], Poll.POLLIN, 3)).isEqualTo(-Errno.EEXIST);
            long[] tags = new long[4];
            assertThat(epoll.wait(tags, 0)).isZero();
            SocketCalls.send(first[1], data, 1);
            SocketCalls.send(second[1], data, 1);
            assertThat(epoll.wait(tags, 1000)).isEqualTo(2);
            assertThat(tags).containsExactlyInAnyOrder(0x1122334455667788L, -2, 0, 0);
            assertThat(epoll.events(1)).isEqualTo(Poll.POLLIN);
            assertThat(epoll.remove(first[0])).isZero();
            assertThat(epoll.modify(second[0], Poll.POLLIN, 9)).isZero();
            assertThat(epoll.wait(tags, 1000)).isEqualTo(1);
            assertThat(tags[0]).isEqualTo(9);
            assertThat(epoll.remove(first[0])).isEqualTo(-Errno.ENOENT);
        }
    }

    @Test
    void epollIsNothingBeforeCreate() {
        try (Epoll epoll = new Epoll(1)) {
            assertThat(epoll.wait(new long[1], 0)).isEqualTo(-Errno.EBADF);
        }
    }
}
