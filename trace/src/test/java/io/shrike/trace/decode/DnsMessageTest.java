package io.shrike.trace.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.Activity.DnsQuestion;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DnsMessageTest {
    private static final int FLAGS = 2;
    private static final int COUNT = 5;
    private static final int FIRST_LABEL = 12;

    /** A query for one name, whose labels may hold any byte. */
    private static byte[] query(int type, String... labels) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0});
        question(bytes, type, labels);
        return bytes.toByteArray();
    }

    private static void question(ByteArrayOutputStream bytes, int type, String... labels) {
        for (String label : labels) {
            bytes.write(label.length());
            bytes.writeBytes(label.getBytes(ISO_8859_1));
        }
        bytes.writeBytes(new byte[] {0, (byte) (type >> 8), (byte) type, 0, 1});
    }

    private static List<String> names(byte[] message) {
        return DnsMessage.questions(message, 0).stream().map(DnsQuestion::name).toList();
    }

    @Test
    void readsNameAndTypeOfAQuery() {
        assertThat(DnsMessage.questions(query(1, "www", "example", "org"), 0))
                .containsExactly(new DnsQuestion("www.example.org", "A"));
    }

    @ParameterizedTest
    @CsvSource({
        "1, A",
        "2, NS",
        "5, CNAME",
        "6, SOA",
        "12, PTR",
        "15, MX",
        "16, TXT",
        "28, AAAA",
        "33, SRV",
        "64, SVCB",
        "65, HTTPS",
        "255, ANY",
        "257, TYPE257",
        "65535, TYPE65535"
    })
    void namesTheTypeOrGivesItsNumber(int type, String name) {
        assertThat(DnsMessage.questions(query(type, "a"), 0)).containsExactly(new DnsQuestion("a", name));
    }

    @Test
    void readsAfterTheLengthThatTcpPutsBefore() {
        byte[] message = query(28, "example", "org");
        byte[] framed = new byte[message.length + 2];
        framed[1] = (byte) message.length;
        System.arraycopy(message, 0, framed, 2, message.length);
        assertThat(DnsMessage.questions(framed, 2)).containsExactly(new DnsQuestion("example.org", "AAAA"));
        assertThat(DnsMessage.questions(new byte[] {0, 40}, 2)).isEmpty();
    }

    @Test
    void readsEveryQuestion() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(query(1, "a", "org"));
        question(bytes, 28, "b", "org");
        byte[] message = bytes.toByteArray();
        message[COUNT] = 2;
        assertThat(names(message)).containsExactly("a.org", "b.org");
    }

    @Test
    void keepsTheQuestionsBeforeACountThatLies() {
        byte[] message = query(1, "a", "org");
        message[COUNT] = 3;
        assertThat(names(message)).containsExactly("a.org");
        message[COUNT] = 0;
        assertThat(names(message)).isEmpty();
        message[COUNT] = 17;
        assertThat(names(message)).isEmpty();
    }

    @Test
    void hasNoQuestionsWhereTheMessageIsCut() {
        byte[] whole = query(1, "www", "example", "org");
        for (int length = 0; length < whole.length; length++) {
            assertThat(names(Arrays.copyOf(whole, length)))
                    .as("length %d", length)
                    .isEmpty();
        }
        assertThat(names(Arrays.copyOf(whole, whole.length + 40))).containsExactly("www.example.org");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x80, 0x81, 0x08, 0x28, 0x78})
    void takesNoResponseAndNoOtherOperation(int flags) {
        byte[] message = query(1, "example", "org");
        message[FLAGS] = (byte) flags;
        assertThat(names(message)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0xc0, 0xff, 0x40, 0x80, 64})
    void takesNoCompressedNameAndNoLabelOver63(int length) {
        byte[] message = query(1, "x".repeat(63), "y".repeat(63));
        message[FIRST_LABEL] = (byte) length;
        assertThat(names(message)).isEmpty();
    }

    @Test
    void takesTheLongestLabelAndTheLongestName() {
        String[] labels = {"a".repeat(63), "b".repeat(63), "c".repeat(63), "d".repeat(61)};
        assertThat(names(query(1, labels))).containsExactly(String.join(".", labels));
        labels[3] = "d".repeat(62);
        assertThat(names(query(1, labels))).isEmpty();
    }

    @Test
    void countsTheBytesOfANameAndNotTheLettersOfItsEscapes() {
        String binary = "\0".repeat(63);
        String escaped = "\\000".repeat(63);
        assertThat(names(query(16, binary, binary, binary, "org")))
                .containsExactly(String.join(".", escaped, escaped, escaped, "org"));
    }

    @Test
    void givesTheRootAnEmptyName() {
        assertThat(DnsMessage.questions(query(2), 0)).containsExactly(new DnsQuestion("", "NS"));
    }

    @Test
    void putsLettersInLowerCase() {
        assertThat(names(query(1, "WwW", "eXample", "ORG"))).containsExactly("www.example.org");
    }

    @Test
    void escapesDotsBackslashesBlanksAndControlBytesInALabel() {
        assertThat(names(query(1, "a.b", "c\\d", "e\n\0 f", "\u007f\u00e4\u00ff", "o")))
                .containsExactly("a\\046b.c\\092d.e\\010\\000\\032f.\\127\\228\\255.o");
    }

    @Test
    void neverThrowsOnRandomBytes() {
        Random random = new Random(20260102);
        for (int round = 0; round < 200_000; round++) {
            byte[] message = new byte[random.nextInt(80)];
            random.nextBytes(message);
            if (message.length > 6) {
                message[FLAGS] &= 7;
                message[4] = 0;
                message[COUNT] &= 15;
            }
            for (int i = FIRST_LABEL; i < message.length && round % 2 == 0; i++) {
                message[i] &= 15;
            }
            assertThat(DnsMessage.questions(message, random.nextInt(3))).hasSizeLessThanOrEqualTo(16);
        }
    }
}
