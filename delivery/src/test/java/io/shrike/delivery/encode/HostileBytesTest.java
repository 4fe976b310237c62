package io.shrike.delivery.encode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.Activity;
import io.shrike.model.ByteString;
import io.shrike.model.Event;
import io.shrike.model.EventType;
import io.shrike.model.Field;
import io.shrike.model.FileEffect;
import io.shrike.model.FileOperation;
import io.shrike.model.FileTarget;
import io.shrike.model.Finding;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No byte of the watched side may break a line or steer a terminal, and every byte can be had back. */
class HostileBytesTest {
    private static final int ROUNDS = 3_000;

    @Test
    void everyByteStringComesBackFromOneHarmlessLine() {
        Random random = new Random(20260102);
        for (int round = 0; round < ROUNDS; round++) {
            ByteString path = randomBytes(random);
            ByteString argument = randomBytes(random);
            Map<String, Object> json = parseOneLine(event(path, argument));
            assertThat(bytesOf(JsonText.at(json, "file", "path"))).isEqualTo(path);
            assertThat(bytesOf(JsonText.at(json, "process", "arguments", 0))).isEqualTo(argument);
        }
    }

    @Test
    void everySingleByteAndEveryCharacterOfTheBasicPlaneComesBack() {
        List<ByteString> values = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            values.add(ByteString.of((byte) b));
        }
        for (int c = 0x80; c <= 0xffff; c++) {
            if (!Character.isSurrogate((char) c)) {
                values.add(ByteString.utf8(String.valueOf((char) c)));
            }
        }
        for (int from = 0; from < values.size(); from += 4_096) {
            List<ByteString> some = values.subList(from, Math.min(values.size(), from + 4_096));
            Map<String, Object> json = parseOneLine(event(ByteString.EMPTY, some));
            for (int i = 0; i < some.size(); i++) {
                assertThat(bytesOf(JsonText.at(json, "process", "arguments", i)))
                        .isEqualTo(some.get(i));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x00, 0x0a, 0x0d, 0x1b, 0x7f, 0x80, 0x85, 0x9b, 0xad, 0x200b, 0x200f, 0x2028, 0x2029, 0x202a, 0x202e,
                0x2060, 0x2066, 0x2069, 0xfeff, 0xe000, 0xfff9, 0x1f600, 0xe0041
            })
    void writesHarmfulCharactersAsEscapes(int codePoint) {
        String character = Character.toString(codePoint);
        String line = new String(Encoding.encode(event(ByteString.utf8("a" + character), ByteString.EMPTY)), UTF_8);
        StringBuilder escape = new StringBuilder("a");
        character.chars().forEach(unit -> escape.append(String.format("\\u%04X", unit)));
        String written = line.replace("a\\n", "a\\u000A").replace("a\\r", "a\\u000D");
        assertThat(written).contains("\"" + escape + "\"");
    }

    @Test
    void leavesPrintableTextReadable() {
        String line = new String(Encoding.encode(event(ByteString.utf8("/tmp/Grüße/日本語"), ByteString.EMPTY)), UTF_8);
        assertThat(line).contains("\"/tmp/Grüße/日本語\"");
    }

    @Test
    void tellsABackslashFromAnEscapedByte() {
        ByteString written = ByteString.utf8("\\xff");
        ByteString raw = ByteString.of((byte) 0xff);
        Map<String, Object> json = parseOneLine(event(written, raw));
        assertThat(JsonText.at(json, "file", "path")).isEqualTo("\\\\xff");
        assertThat(JsonText.at(json, "process", "arguments", 0)).isEqualTo("\\xff");
    }

    @Test
    void writesLoneSurrogatesOfOurOwnStringsAsEscapes() {
        Activity activity = new Activity.DnsActivity(
                "sendto",
                io.shrike.model.Protocol.UDP,
                Field.unreadable("EFAULT"),
                List.of(new Activity.DnsQuestion("a\ud800\u202eb", "A")));
        String line = new String(Encoding.encode(Samples.observed(EventType.DNS_QUERY, activity, Finding.NONE)), UTF_8);
        assertThat(line).contains("\"a\\uD800\\u202Eb\"");
    }

    @Test
    void keepsAPathOfFourThousandBytesWhole() {
        byte[] bytes = new byte[4_095];
        new Random(1).nextBytes(bytes);
        ByteString path = ByteString.of(bytes);
        assertThat(bytesOf(JsonText.at(parseOneLine(event(path, ByteString.EMPTY)), "file", "path")))
                .isEqualTo(path);
    }

    private static Event event(ByteString path, ByteString argument) {
        return event(path, List.of(argument));
    }

    private static Event event(ByteString path, List<ByteString> arguments) {
        Activity activity = new Activity.FileActivity(
                "openat",
                List.of(new FileEffect(FileTarget.ofPath(path), Set.of(FileOperation.OPEN))),
                List.of(),
                Optional.empty());
        return Samples.observed(EventType.FILE_ACCESS, activity, Finding.NONE, Samples.process(Field.known(arguments)));
    }

    /** Lengths around the generator's internal limits too. */
    private static ByteString randomBytes(Random random) {
        byte[] bytes = new byte[random.nextInt(10) == 0 ? random.nextInt(4_096) : random.nextInt(24)];
        random.nextBytes(bytes);
        String alphabet = "\\xu\"\n\r\t\u001b/ aé\u2028\u202e日😀";
        if (random.nextBoolean()) {
            StringBuilder text = new StringBuilder();
            for (byte b : bytes) {
                text.append(alphabet.charAt((b & 0xff) % alphabet.length()));
            }
            return ByteString.utf8(text.toString());
        }
        return ByteString.of(bytes);
    }

    private static Map<String, Object> parseOneLine(Event event) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        new EventEncoder(Encoding.SENSOR, arguments -> arguments, 1 << 20).encode(Encoding.outbound(event), line);
        byte[] bytes = line.toByteArray();
        assertThat(bytes[bytes.length - 1]).isEqualTo((byte) '\n');
        String text = new String(bytes, 0, bytes.length - 1, UTF_8);
        assertThat(text.codePoints().filter(c -> !isHarmless(c)).toArray()).isEmpty();
        return JsonText.parse(bytes);
    }

    private static boolean isHarmless(int codePoint) {
        int type = Character.getType(codePoint);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }

    /** The inverse of {@link ByteString#escaped()}. */
    private static ByteString bytesOf(@org.jspecify.annotations.Nullable Object value) {
        String text = (String) java.util.Objects.requireNonNull(value);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); ) {
            if (text.charAt(i) != '\\') {
                int end = text.indexOf('\\', i);
                end = end < 0 ? text.length() : end;
                bytes.writeBytes(text.substring(i, end).getBytes(UTF_8));
                i = end;
            } else if (text.charAt(i + 1) == '\\') {
                bytes.write('\\');
                i += 2;
            } else {
                assertThat(text.charAt(i + 1)).isEqualTo('x');
                bytes.write(Integer.parseInt(text.substring(i + 2, i + 4), 16));
                i += 4;
            }
        }
        return ByteString.of(bytes.toByteArray());
    }
}
