package io.shrike.trace.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.shrike.linux.abi.SocketAddresses;
import io.shrike.linux.syscall.Abi;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Any bytes as a struct msghdr of either width: every field is where the tables of offsets say. */
class MessageLayoutFuzz {
    @FuzzTest
    void readsFieldsWhereTheTablesSay(byte[] bytes) {
        byte[] header = Arrays.copyOf(bytes, SocketAddresses.MMSGHDR_SIZE);
        ByteBuffer words = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        for (Abi abi : Abi.values()) {
            MessageLayout layout = MessageLayout.of(abi);
            if (abi.pointerSize() == 8) {
                assertThat(layout.name(header)).isEqualTo(words.getLong(SocketAddresses.MSGHDR_NAME));
                assertThat(layout.nameLength(header)).isEqualTo(words.getInt(SocketAddresses.MSGHDR_NAMELEN));
                assertThat(layout.vector(header)).isEqualTo(words.getLong(SocketAddresses.MSGHDR_IOV));
                assertThat(layout.vectorLength(header)).isEqualTo(words.getLong(SocketAddresses.MSGHDR_IOVLEN));
                assertThat(layout.sizeOfMsghdr()).isEqualTo(SocketAddresses.MSGHDR_SIZE);
            } else {
                assertThat(layout.name(header)).isEqualTo(unsigned(words, SocketAddresses.MSGHDR32_NAME));
                assertThat(layout.nameLength(header)).isEqualTo(words.getInt(SocketAddresses.MSGHDR32_NAMELEN));
                assertThat(layout.vector(header)).isEqualTo(unsigned(words, SocketAddresses.MSGHDR32_IOV));
                assertThat(layout.vectorLength(header)).isEqualTo(unsigned(words, SocketAddresses.MSGHDR32_IOVLEN));
                assertThat(layout.sizeOfMsghdr()).isEqualTo(SocketAddresses.MSGHDR32_SIZE);
            }
        }
    }

    private static long unsigned(ByteBuffer words, int at) {
        return Integer.toUnsignedLong(words.getInt(at));
    }
}
