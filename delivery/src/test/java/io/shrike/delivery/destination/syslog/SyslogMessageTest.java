package io.shrike.delivery.destination.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shrike.delivery.destination.EventForm;
import io.shrike.delivery.destination.ocsf.OcsfForm;
import io.shrike.delivery.encode.SafeJson;
import io.shrike.model.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyslogMessageTest {
    /** HEADER SP STRUCTURED-DATA SP MSG, as the grammar of RFC 5424 has it. */
    private static final Pattern MESSAGE = Pattern.compile("<[0-9]{1,3}>1 (-|[0-9-]{10}T[0-9:]{8}(\\.[0-9]{1,6})?Z)"
            + " [!-~]{1,255} [!-~]{1,48} [!-~]{1,128} [!-~]{1,32}"
            + " \\[[!-~&&[^= \\]\"]]{1,32}( [!-~&&[^= \\]\"]]{1,32}=\"([^\"\\\\\\]]|\\\\[\"\\\\\\]])*\")*\\] .*");

    private static String message(String event) throws IOException {
        return new String(
                new SyslogMessage(10, EventForm.NATIVE, "host", 77).of(ByteString.utf8(event)), StandardCharsets.UTF_8);
    }

    @Test
    void tellsInHeaderAndStructuredDataWhatServersSortBy() throws IOException {
        String event =
                "{\"eventId\":\"i\",\"eventType\":\"file_change\",\"timestamp\":\"2026-01-02T03:04:05.123456789Z\","
                        + "\"severity\":\"critical\",\"action\":\"alert\",\"outcome\":\"observed\",\"rules\":[{\"policy\":\"p\"}],"
                        + "\"process\":{\"pid\":1,\"ancestors\":[{\"executable\":\"/no\"}],\"executable\":\"/bin/cat\"},\"sensor\":{}}";
        assertThat(message(event))
                .isEqualTo("<82>1 2026-01-02T03:04:05.123456Z host shrike 77 file_change [shrike@32473 eventId=\"i\""
                        + " eventType=\"file_change\" severity=\"critical\" action=\"alert\" outcome=\"observed\""
                        + " executable=\"/bin/cat\"] " + event);
    }

    @Test
    void theTextMayHaveAnotherFormAndTheRestStaysAsItIs() throws IOException {
        SyslogMessage message = new SyslogMessage(10, new OcsfForm("host"), "host", 77);
        String event = "{\"eventType\":\"session\",\"severity\":\"high\"}";
        assertThat(new String(message.of(ByteString.utf8(event)), StandardCharsets.UTF_8))
                .startsWith("<83>1 - host shrike 77 session [shrike@32473 eventType=\"session\" severity=\"high\"] {\"")
                .contains("\"class_uid\":2004");
    }

    @ParameterizedTest
    @CsvSource({"critical, 82", "high, 83", "medium, 84", "low, 86"})
    void theSeverityIsPartOfThePriority(String severity, int priority) throws IOException {
        assertThat(message("{\"severity\":\"" + severity + "\"}")).startsWith("<" + priority + ">1 - host");
    }

    @Test
    void noByteOfAHostileNameEndsAValueOrALine() throws IOException {
        StringBuilder hostile =
                new StringBuilder("\"] <13>1 - evil - - - - \\\" \\] [x y=\"z\"]\n<13>1 - evil\r\u0000\u001b[2J\u202e");
        for (char c = 0; c < 0x100; c++) {
            hostile.append(c).append(c == 0 ? "\n12 <13>1" : "");
        }
        String event = "{\"eventType\":\"syscall\",\"process\":{\"executable\":\""
                + SafeJson.escaped(hostile.toString()) + "\"}}";
        String message = message(event);
        assertThat(MESSAGE.matcher(message).matches()).as(message).isTrue();
        assertThat(message).doesNotContainPattern("[\\x00-\\x1f\\x7f-\\x9f\\u202e]");
        assertThat(message).endsWith(event);
    }

    @Test
    void aHostNameThatIsNoNameDoesNotBreakTheHeader() throws IOException {
        SyslogMessage odd = new SyslogMessage(1, EventForm.NATIVE, "a b\né", 1);
        String message = new String(odd.of(ByteString.utf8("{}")), StandardCharsets.UTF_8);
        assertThat(message).isEqualTo("<14>1 - a?b?? shrike 1 - [shrike@32473] {}");
        assertThat(new String(
                        new SyslogMessage(1, EventForm.NATIVE, "", 1).of(ByteString.utf8("{}")),
                        StandardCharsets.UTF_8))
                .startsWith("<14>1 - - shrike");
    }

    @Test
    void whatIsNoEventIsRefused() {
        assertThatThrownBy(() -> message("[1]")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> message("{\"a\":")).isInstanceOf(IOException.class);
    }
}
