package io.shrike.linux.memory;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.ProcessCalls;
import io.shrike.linux.testing.Child;
import io.shrike.linux.testing.Pages;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads pages of this process, by both ways of the kernel. */
@ParameterizedClass
@ValueSource(booleans = {true, false})
class ProcessMemoryTest {
    @Parameter
    boolean byVectors;

    private ProcessMemory memory = new ProcessMemory();
    private final byte[] into = new byte[1 << 20];

    @BeforeEach
    void open() {
        memory.close();
        memory = new ProcessMemory(byVectors).target(ProcessCalls.getpid());
    }

    @AfterEach
    void free() {
        memory.close();
    }

    @Test
    void readsUpToAHole() throws Throwable {
        try (Pages pages = new Pages(4)) {
            pages.fill((byte) 'p');
            pages.remove(2);
            assertThat(memory.read(pages.address(), into, 0, 4 * Pages.SIZE)).isEqualTo(2 * Pages.SIZE);
            assertThat(memory.read(pages.address() + 10, into, 5, 20)).isEqualTo(20);
            assertThat(into[24]).isEqualTo((byte) 'p');
            long nearHole = pages.address() + 2 * Pages.SIZE - 3;
            assertThat(memory.read(nearHole, into, 0, 100)).isEqualTo(3);
            assertThat(memory.read(nearHole + 3, into, 0, 100)).isEqualTo(-Errno.EFAULT);
            assertThat(memory.read(pages.address() + 3 * Pages.SIZE, into, 0, 8))
                    .isEqualTo(8);
        }
    }

    @Test
    void readsMoreThanOneChunk() throws Throwable {
        int length = into.length - 5000;
        try (Pages pages = new Pages(into.length / Pages.SIZE)) {
            for (int i = 0; i < length; i += 1000) {
                pages.put(77 + i, (byte) (i / 1000));
            }
            assertThat(memory.read(pages.address() + 77, into, 0, length)).isEqualTo(length);
            for (int i = 0; i < length; i += 1000) {
                assertThat(into[i]).isEqualTo((byte) (i / 1000));
            }
        }
    }

    @Test
    void stringsEndAtPageEnds() throws Throwable {
        try (Pages pages = new Pages(3)) {
            pages.remove(2);
            byte[] text = "twelve bytes".getBytes(US_ASCII);
            long last = 2 * Pages.SIZE - 13;
            pages.put(last, text);
            assertThat(CStrings.read(memory, pages.address() + last, into, 4096))
                    .isEqualTo(12);
            pages.put(last + 1, text);
            assertThat(CStrings.read(memory, pages.address() + last + 1, into, 4096))
                    .isEqualTo(-Errno.EFAULT);
            pages.put(Pages.SIZE - 5, text);
            assertThat(CStrings.read(memory, pages.address() + Pages.SIZE - 5, into, 4096))
                    .isEqualTo(12);
            assertThat(into).startsWith(text);
        }
    }

    @Test
    void readsManyRangesAtOnce() throws Throwable {
        try (Pages pages = new Pages(3)) {
            pages.put(0, "first".getBytes(US_ASCII));
            pages.put(Pages.SIZE - 3, "second".getBytes(US_ASCII));
            pages.remove(2);
            long start = pages.address();
            long[] addresses = {start, start + Pages.SIZE - 3, start + 2 * Pages.SIZE - 2, start};
            assertThat(memory.readMany(addresses, new int[] {5, 6, 2, 1}, 2, into))
                    .isEqualTo(11);
            assertThat(new String(into, 0, 11, US_ASCII)).isEqualTo("firstsecond");
            assertThat(memory.readMany(addresses, new int[] {5, 6, 4, 1}, 4, into))
                    .isEqualTo(13);
            addresses[0] = 0;
            assertThat(memory.readMany(addresses, new int[] {5, 6, 4, 1}, 4, into))
                    .isEqualTo(-Errno.EFAULT);
            assertThat(memory.readMany(addresses, new int[4], 0, into)).isZero();
        }
    }

    @Test
    void readsMoreRangesThanOneCallTakes() throws Throwable {
        int count = 200;
        try (Pages pages = new Pages(2)) {
            long[] addresses = new long[count];
            int[] lengths = new int[count];
            for (int i = 0; i < count; i++) {
                pages.put(i, (byte) i);
                addresses[i] = pages.address() + i;
                lengths[i] = 1;
            }
            assertThat(memory.readMany(addresses, lengths, count, into)).isEqualTo(count);
            for (int i = 0; i < count; i++) {
                assertThat(into[i]).isEqualTo((byte) i);
            }
        }
    }

    @Test
    void refusesAddressesNobodyHas() {
        for (long address : new long[] {0, 1, -1, -4096, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertThat(memory.read(address, into, 0, 16)).isEqualTo(-Errno.EFAULT);
        }
    }

    @Test
    void saysThatTheProcessIsGone() throws Throwable {
        Child child = Child.start(List.of("/bin/true"));
        child.end();
        memory.target(child.pid());
        assertThat(memory.read(0x1000, into, 0, 1)).isEqualTo(-Errno.ESRCH);
        assertThat(CStrings.read(memory, 0x1000, into, 10)).isEqualTo(-Errno.ESRCH);
    }

    @Test
    void turnsFromOneProcessToTheNext() throws Throwable {
        try (Pages pages = new Pages(1)) {
            pages.put(0, (byte) 'm');
            assertThat(memory.read(pages.address(), into, 0, 1)).isEqualTo(1);
            Child child = Child.start(List.of("/bin/sleep", "600"));
            memory.target(child.pid());
            assertThat(memory.read(pages.address(), into, 0, 1)).isEqualTo(-Errno.EFAULT);
            memory.target(ProcessCalls.getpid());
            assertThat(memory.read(pages.address(), into, 0, 1)).isEqualTo(1);
            ProcessCalls.kill(child.pid(), 9);
            child.end();
        }
    }
}
