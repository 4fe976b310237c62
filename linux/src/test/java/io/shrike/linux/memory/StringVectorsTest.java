package io.shrike.linux.memory;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.linux.libc.Errno;
import java.util.List;
import org.junit.jupiter.api.Test;

class StringVectorsTest {
    private static final long POINTERS = 0x5555_0000_0000L;
    private static final long TEXT = 0x6666_0000_0000L;
    private static final int ALL = 8 << 20;

    private final LocalMemory memory = new LocalMemory();

    private static List<String> texts(StringVector vector) {
        return vector.strings().stream()
                .map(bytes -> new String(bytes, ISO_8859_1))
                .toList();
    }

    private StringVector read(long address) {
        return StringVectors.read(memory, 8, address, 1000, ALL);
    }

    private void putStrings(long address, String... strings) {
        long at = address;
        for (String string : strings) {
            memory.putCString(at, string.getBytes(ISO_8859_1));
            at += string.length() + 1;
        }
    }

    @Test
    void readsUpToTheNullPointer() {
        putStrings(TEXT, "one", "", "t\u00ffo");
        memory.putPointers(POINTERS, 8, TEXT, TEXT + 4, TEXT + 3, TEXT + 5, 0, TEXT);
        StringVector vector = read(POINTERS);
        assertThat(texts(vector)).containsExactly("one", "", "", "t\u00ffo");
        assertThat(vector.isComplete()).isTrue();
        assertThat(memory.reads()).isEqualTo(2);
    }

    @Test
    void readsPointersOf32Bits() {
        putStrings(0xfff0_0000L, "ab", "c");
        memory.putPointers(0xffff_f000L, 4, 0xfff0_0000L, 0xfff0_0003L, 0);
        assertThat(texts(StringVectors.read(memory, 4, 0xffff_f000L, 10, ALL))).containsExactly("ab", "c");
    }

    @Test
    void takesNullForAnEmptyVector() {
        assertThat(read(0).isComplete()).isTrue();
        assertThat(read(0).strings()).isEmpty();
        memory.putPointers(POINTERS, 8, 0);
        assertThat(read(POINTERS).strings()).isEmpty();
    }

    @Test
    void readsPointersThatLieAcrossPages() {
        putStrings(TEXT, "a", "b");
        for (int shift = 1; shift < 8; shift++) {
            memory.putPointers(POINTERS + 4096 - shift, 8, TEXT, TEXT + 2, 0);
            assertThat(texts(read(POINTERS + 4096 - shift))).containsExactly("a", "b");
        }
    }

    @Test
    void readsStringsThatLieAcrossPages() {
        String longest = "y".repeat(3 * 4096);
        putStrings(TEXT + 4090, longest, "end");
        memory.putPointers(POINTERS, 8, TEXT + 4090, TEXT + 4090 + longest.length() + 1, 0);
        assertThat(texts(read(POINTERS))).containsExactly(longest, "end");
    }

    @Test
    void keepsWhatCameBeforeAnUnreadableString() {
        putStrings(TEXT, "ok");
        memory.putPointers(POINTERS, 8, TEXT, 0x10, TEXT, 0);
        StringVector vector = read(POINTERS);
        assertThat(texts(vector)).containsExactly("ok");
        assertThat(vector.unreadableAt()).isEqualTo(1);
        assertThat(vector.errno()).isEqualTo(Errno.EFAULT);
        assertThat(vector.isComplete()).isFalse();
        assertThat(vector.truncated()).isFalse();
    }

    @Test
    void keepsWhatCameBeforeAStringThatRunsIntoAHole() {
        putStrings(TEXT, "ok");
        memory.put(TEXT + 4096 - 1, (byte) 'x');
        memory.putPointers(POINTERS, 8, TEXT, TEXT + 4096 - 1, 0);
        assertThat(read(POINTERS).unreadableAt()).isEqualTo(1);
    }

    @Test
    void saysWhereThePointersThemselvesEnd() {
        putStrings(TEXT, "ok");
        memory.putPointers(POINTERS + 4096 - 16, 8, TEXT, TEXT);
        StringVector vector = read(POINTERS + 4096 - 16);
        assertThat(texts(vector)).containsExactly("ok", "ok");
        assertThat(vector.unreadableAt()).isEqualTo(2);
        assertThat(read(0x10).unreadableAt()).isZero();
    }

    @Test
    void stopsAtTheLimitOfStrings() {
        putStrings(TEXT, "a");
        memory.putPointers(POINTERS, 8, TEXT, TEXT, TEXT, 0);
        StringVector cut = StringVectors.read(memory, 8, POINTERS, 2, ALL);
        assertThat(texts(cut)).containsExactly("a", "a");
        assertThat(cut.truncated()).isTrue();
        assertThat(StringVectors.read(memory, 8, POINTERS, 3, ALL).isComplete()).isTrue();
    }

    @Test
    void cutsTheStringThatPassesTheLimitOfBytes() {
        putStrings(TEXT, "abc", "defg");
        memory.putPointers(POINTERS, 8, TEXT, TEXT + 4, 0);
        StringVector cut = StringVectors.read(memory, 8, POINTERS, 10, 5);
        assertThat(texts(cut)).containsExactly("abc", "de");
        assertThat(cut.truncated()).isTrue();
        assertThat(StringVectors.read(memory, 8, POINTERS, 10, 7).isComplete()).isTrue();
    }

    @Test
    void readsTwoMebibytesOfArguments() {
        int count = 17;
        String argument = "z".repeat(131_071);
        long[] pointers = new long[count + 1];
        for (int i = 0; i < count; i++) {
            pointers[i] = TEXT + i * 131_072L;
            memory.putCString(pointers[i], argument.getBytes(ISO_8859_1));
        }
        memory.putPointers(POINTERS, 8, pointers);
        StringVector vector = read(POINTERS);
        assertThat(vector.isComplete()).isTrue();
        assertThat(vector.strings())
                .hasSize(count)
                .allSatisfy(bytes -> assertThat(bytes).hasSize(131_071).containsOnly('z'));
    }

    @Test
    void endsWithoutAnEndInSight() {
        // A page of pointers to one another: strings without end are cut, and so is their number.
        for (int i = 0; i < 512; i++) {
            memory.putPointers(POINTERS + 8L * i, 8, TEXT);
        }
        putStrings(TEXT, "q");
        StringVector vector = read(POINTERS);
        assertThat(vector.strings()).hasSize(512);
        assertThat(vector.unreadableAt()).isEqualTo(512);
    }
}
