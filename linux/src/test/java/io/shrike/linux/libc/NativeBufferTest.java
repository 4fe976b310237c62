package io.shrike.linux.libc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NativeBufferTest {
    private final NativeBuffer buffer = new NativeBuffer(64);

    @AfterEach
    void free() {
        buffer.close();
    }

    @Test
    void startsAsZeros() {
        assertThat(buffer.capacity()).isEqualTo(64);
        assertThat(buffer.address() % 16).isZero();
        assertThat(buffer.getBytes(0, 64)).containsOnly(0);
    }

    @Test
    void keepsNumbersAtAnyOffsetInTheMachinesByteOrder() {
        buffer.putLong(3, 0x0102030405060708L);
        assertThat(buffer.getLong(3)).isEqualTo(0x0102030405060708L);
        assertThat(buffer.getInt(3)).isEqualTo(0x05060708);
        assertThat(buffer.getShort(3)).isEqualTo((short) 0x0708);
        assertThat(buffer.getByte(10)).isEqualTo((byte) 1);
        buffer.putInt(5, -1);
        buffer.putShort(4, (short) 0);
        buffer.putByte(3, (byte) 9);
        assertThat(buffer.getLong(3)).isEqualTo(0x0102ffffffff0009L & ~0xff0000L);
    }

    @Test
    void copiesPartsOfArrays() {
        byte[] letters = "abcdef".getBytes(US_ASCII);
        buffer.put(10, letters, 2, 3);
        byte[] into = new byte[5];
        buffer.get(9, into, 1, 4);
        assertThat(into).containsExactly(0, 0, 'c', 'd', 'e');
    }

    @Test
    void endsStringsWithZero() {
        buffer.putLong(0, -1);
        assertThat(buffer.putCString("xyz".getBytes(US_ASCII), 1, 2)).isEqualTo(2);
        assertThat(buffer.getBytes(0, 4)).containsExactly('y', 'z', 0, -1);
        assertThat(buffer.putCString(3, "q".getBytes(US_ASCII), 0, 1)).isEqualTo(1);
        assertThat(buffer.getBytes(3, 3)).containsExactly('q', 0, -1);
    }

    @Test
    void findsTheFirstZeroWhereverItIs() {
        for (int zero = 0; zero < 40; zero++) {
            for (int i = 0; i < 64; i++) {
                buffer.putByte(i, (byte) (i % 3 == 0 ? 0x80 : 0x01));
            }
            buffer.putByte(zero, (byte) 0);
            buffer.putByte(50, (byte) 0);
            for (int from = 0; from <= zero; from++) {
                assertThat(buffer.indexOfZero(from, 64)).isEqualTo(zero);
                assertThat(buffer.indexOfZero(from, zero)).isEqualTo(-1);
            }
            assertThat(buffer.indexOfZero(zero + 1, 64)).isEqualTo(50);
        }
    }

    @Test
    void clearsOnlyThePartAskedFor() {
        buffer.putLong(0, -1);
        buffer.clear(2, 3);
        assertThat(buffer.getBytes(0, 8)).containsExactly(-1, -1, 0, 0, 0, -1, -1, -1);
    }

    @Test
    void refusesWhatLiesOutside() {
        assertThatThrownBy(() -> buffer.getInt(61)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> buffer.putByte(-1, (byte) 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> buffer.putCString(new byte[64])).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> FileCalls.read(0, buffer, 65)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void refusesUseAfterClose() {
        buffer.close();
        buffer.close();
        assertThatThrownBy(() -> buffer.getByte(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> FileCalls.openat(FileCalls.AT_FDCWD, buffer, 0, 0))
                .isInstanceOf(IllegalStateException.class);
    }
}
