package io.shrike.linux.memory;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.linux.libc.Errno;
import org.junit.jupiter.api.Test;

class CStringsTest {
    private static final long PAGE = 0x7fff_0000_0000L;

    private final byte[] into = new byte[8192];
    private final LocalMemory memory = new LocalMemory();

    private static byte[] letters(int count) {
        return "x".repeat(count).getBytes(US_ASCII);
    }

    @Test
    void readsAShortStringInOneRead() {
        memory.putCString(PAGE + 100, letters(200));
        assertThat(CStrings.read(memory, PAGE + 100, into, 4096)).isEqualTo(200);
        assertThat(into).startsWith(letters(200));
        assertThat(memory.reads()).isEqualTo(1);
    }

    @Test
    void readsEmptyStrings() {
        memory.putCString(PAGE);
        assertThat(CStrings.read(memory, PAGE, into, 4096)).isZero();
    }

    @Test
    void readsAStringThatEndsWithItsPageBeforeAHole() {
        memory.putCString(PAGE + 4096 - 11, letters(10));
        assertThat(CStrings.read(memory, PAGE + 4096 - 11, into, 4096)).isEqualTo(10);
        assertThat(memory.reads()).isEqualTo(1);
    }

    @Test
    void readsAStringWhoseZeroIsOnTheNextPage() {
        memory.putCString(PAGE + 4096 - 10, letters(10));
        assertThat(CStrings.read(memory, PAGE + 4096 - 10, into, 4096)).isEqualTo(10);
        assertThat(memory.reads()).isEqualTo(2);
    }

    @Test
    void readsTheLongestPathInFewReads() {
        memory.putCString(PAGE + 1000, letters(4095));
        assertThat(CStrings.read(memory, PAGE + 1000, into, 4096)).isEqualTo(4095);
        assertThat(memory.reads()).isLessThanOrEqualTo(3);
    }

    @Test
    void readsWhateverTheAlignmentAndTheLength() {
        for (int start = 4096 - 300; start <= 4096; start += 13) {
            for (int length : new int[] {0, 1, 12, 13, 255, 256, 257, 299, 300, 4095}) {
                LocalMemory fresh = new LocalMemory().putCString(PAGE + start, letters(length));
                assertThat(CStrings.read(fresh, PAGE + start, into, 4096)).isEqualTo(length);
            }
        }
    }

    @Test
    void failsWhereAHoleComesBeforeTheZero() {
        memory.put(PAGE + 4096 - 10, letters(10));
        assertThat(CStrings.read(memory, PAGE + 4096 - 10, into, 4096)).isEqualTo(-Errno.EFAULT);
        assertThat(CStrings.read(memory, 0, into, 4096)).isEqualTo(-Errno.EFAULT);
        assertThat(CStrings.read(memory, -1, into, 4096)).isEqualTo(-Errno.EFAULT);
    }

    @Test
    void tellsTooLongFromUnreadable() {
        memory.putCString(PAGE, letters(4096));
        assertThat(CStrings.read(memory, PAGE, into, 4096)).isEqualTo(CStrings.NOT_TERMINATED);
        assertThat(into).startsWith(letters(4096));
        assertThat(CStrings.read(memory, PAGE, into, 4097)).isEqualTo(4096);
        assertThat(CStrings.read(memory, PAGE, into, 0)).isEqualTo(CStrings.NOT_TERMINATED);
    }

    @Test
    void writesNothingBehindTheLimit() {
        memory.putCString(PAGE, letters(300));
        into[100] = 'y';
        assertThat(CStrings.read(memory, PAGE, into, 100)).isEqualTo(CStrings.NOT_TERMINATED);
        assertThat(into[100]).isEqualTo((byte) 'y');
    }

    @Test
    void noReadCrossesThePageEnd() {
        memory.putCString(PAGE + 4000, letters(4095));
        TraceeMemory strict = (address, bytes, at, length) -> {
            assertThat((address & 4095) + length).isLessThanOrEqualTo(4096);
            return memory.read(address, bytes, at, length);
        };
        assertThat(CStrings.read(strict, PAGE + 4000, into, 4096)).isEqualTo(4095);
    }
}
