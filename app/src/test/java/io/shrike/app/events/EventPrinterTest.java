package io.shrike.app.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.delivery.encode.SafeJson;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventPrinterTest {
    private static final String READ =
            "{\"eventId\":\"i\",\"eventType\":\"file_access\",\"timestamp\":\"2026-01-02T03:04:05.123456789Z\","
                    + "\"severity\":\"critical\",\"action\":\"alert\",\"outcome\":\"%s\","
                    + "\"rules\":[{\"policy\":\"fim\",\"rule\":\"paths[0]\"}],"
                    + "\"process\":{\"pid\":7,\"executable\":\"/usr/bin/cat\",\"name\":\"cat\",\"arguments\":[\"cat\",\"x\"],"
                    + "\"ancestors\":[{\"pid\":6,\"executable\":\"/usr/bin/dash\"},{\"pid\":5,\"executable\":\"/usr/bin/bash\"}]},"
                    + "\"file\":{\"operation\":\"open\",\"path\":\"%s\"}}";

    private static String printed(String line, EventPrinter.Format format, boolean colour, boolean tree) {
        StringWriter out = new StringWriter();
        EventPrinter printer = new EventPrinter(new PrintWriter(out), format, colour, tree);
        assertThat(printer.print(RecordedLine.parse(line).orElseThrow())).isTrue();
        return out.toString();
    }

    @Test
    void aLineTellsWhenHowBadWhoAndWhat() {
        assertThat(printed(READ.formatted("observed", "/etc/shadow"), EventPrinter.Format.LINE, false, false))
                .isEqualTo(
                        "2026-01-02 03:04:05.123 CRITICAL file_access alert cat[7] open /etc/shadow (fim paths[0])\n");
        assertThat(printed(READ.formatted("denied", "/x"), EventPrinter.Format.LINE, false, false))
                .contains(" file_access denied cat[7] ");
    }

    @Test
    void aTreeShowsWhoStartedWhom() {
        assertThat(printed(READ.formatted("observed", "/x"), EventPrinter.Format.LINE, false, true)
                        .lines()
                        .skip(1))
                .containsExactly("    5 /usr/bin/bash", "    \\_ 6 /usr/bin/dash", "       \\_ 7 /usr/bin/cat [cat x]");
    }

    @Test
    void onlyTheSeverityIsColoured() {
        String plain = printed(READ.formatted("observed", "/x"), EventPrinter.Format.LINE, false, false);
        String coloured = printed(READ.formatted("observed", "/x"), EventPrinter.Format.LINE, true, false);
        assertThat(coloured).isEqualTo(plain.replace("CRITICAL", "\u001b[1;31mCRITICAL\u001b[0m"));
    }

    @Test
    void aTableHasAHeadAndStraightColumns() {
        String[] lines = printed(READ.formatted("observed", "/x"), EventPrinter.Format.TABLE, false, false)
                .split("\n");
        assertThat(lines).hasSize(2);
        assertThat(lines[1].indexOf("open /x")).isEqualTo(lines[0].indexOf("WHAT"));
        assertThat(lines[1].indexOf("file_access")).isEqualTo(lines[0].indexOf("TYPE"));
    }

    @ParameterizedTest
    @EnumSource
    void nothingThatATerminalObeysGetsThrough(EventPrinter.Format format) {
        StringBuilder hostile = new StringBuilder();
        for (int point = 0; point < 0x3000; point++) {
            hostile.appendCodePoint(point);
        }
        hostile.append("\u001b]0;owned\u0007\u202e\ud800\udb40\udc41");
        String raw = hostile.toString().replace("\\", "\\\\").replace("\"", "\\\"");
        for (String name : new String[] {SafeJson.escaped(hostile.toString()), raw.replaceAll("[\\x00-\\x1f]", "")}) {
            String line = READ.formatted(name, name)
                    .replace("\"cat\"", "\"" + name + "\"")
                    .replace("\"fim\"", "\"" + name + "\"")
                    .replace("dash", name);
            String text = printed(line, format, false, true);
            assertThat(text.codePoints().filter(EventPrinterTest::isDangerous).toArray())
                    .containsExactlyInAnyOrder(
                            text.codePoints().filter(point -> point == '\n').toArray());
            assertThat(text.lines().count()).isLessThanOrEqualTo(5);
        }
    }

    private static boolean isDangerous(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    @Test
    void whatCouldNotBeReadIsSaid() {
        assertThat(printed(
                        READ.formatted("observed", "/x")
                                .replace("\"path\":\"/x\"", "\"path\":{\"unreadable\":\"EFAULT\"}"),
                        EventPrinter.Format.LINE,
                        false,
                        false))
                .contains("open <unreadable: EFAULT>");
    }
}
