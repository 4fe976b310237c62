package io.shrike.delivery.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.ByteString;
import io.shrike.model.Event;
import io.shrike.model.EventType;
import io.shrike.model.Field;
import io.shrike.model.Finding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class CommandLineTest {
    @Test
    void redactsTheArgumentsOfAProcess() {
        Map<String, Object> json = JsonText.parse(Encoding.encode(fileEvent(Samples.list("psql", "hunter2"))));
        assertThat(JsonText.at(json, "process", "arguments")).isEqualTo(List.of("psql", "***"));
    }

    @Test
    void neverShowsWhatCouldNotBeRedacted() {
        UnaryOperator<List<ByteString>> broken = _ -> {
            throw new IllegalStateException();
        };
        byte[] line = Encoding.encode(Encoding.outbound(fileEvent(Samples.list("psql", "hunter2"))), broken);
        assertThat(JsonText.at(JsonText.parse(line), "process", "arguments", "unreadable"))
                .isEqualTo("redactionFailed");
    }

    @Test
    void showsNoSecretThatTheLimitCutsInTwo() {
        ByteString filler = ByteString.utf8("x".repeat(16_384 - 3));
        Field<List<ByteString>> arguments = Field.known(List.of(filler, ByteString.utf8("hunter2")));
        String line = new String(Encoding.encode(fileEvent(arguments)), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(line).doesNotContain("hun").contains("\"**\"");
    }

    @Test
    void keepsTheFirstBytesOfTwoMebibytes() {
        ByteString word = ByteString.utf8("123456789");
        List<ByteString> arguments = Collections.nCopies(200_000, word);
        Map<String, Object> json = JsonText.parse(Encoding.encode(fileEvent(Field.known(arguments))));
        assertThat(JsonText.at(json, "process", "argumentsTruncated")).isEqualTo(true);
        assertThat(JsonText.number(json, "process", "argumentsTotalBytes")).isEqualTo(2_000_000);
        assertThat(JsonText.number(json, "process", "argumentCount")).isEqualTo(200_000);
        assertThat((List<?>) JsonText.at(json, "process", "arguments")).hasSize(1_639);
        assertThat(JsonText.at(json, "process", "arguments", 1_638)).isEqualTo("1234");
    }

    @Test
    void showsNoMoreEmptyArgumentsThanBytes() {
        List<ByteString> arguments = Collections.nCopies(1_000_000, ByteString.EMPTY);
        Map<String, Object> json = JsonText.parse(Encoding.encode(fileEvent(Field.known(arguments))));
        assertThat((List<?>) JsonText.at(json, "process", "arguments")).hasSize(16_384);
    }

    @Test
    void cutsCapturedArgumentsOfAnExecToo() {
        List<ByteString> captured = List.of(ByteString.utf8("x".repeat(100_000)));
        Event event = Samples.observed(
                EventType.PROCESS_EXECUTION,
                Samples.exec(Field.known(captured)),
                new Finding.Execution(Optional.of(captured)));
        Map<String, Object> json = JsonText.parse(Encoding.encode(event));
        assertThat((String) JsonText.at(json, "process", "arguments", 0)).hasSize(16_384);
        assertThat(JsonText.number(json, "process", "argumentsTotalBytes")).isEqualTo(100_001);
    }

    @Test
    void showsExactlyTheLimitWithoutAWord() {
        List<ByteString> arguments = List.of(ByteString.utf8("x".repeat(16_383)));
        Map<String, Object> json = JsonText.parse(Encoding.encode(fileEvent(Field.known(arguments))));
        assertThat(JsonText.at(json, "process", "argumentsTruncated")).isNull();
        assertThat((String) JsonText.at(json, "process", "arguments", 0)).hasSize(16_383);
    }

    @Test
    void redactsTheSameProcessOnceInARow() {
        AtomicInteger calls = new AtomicInteger();
        EventEncoder encoder = new EventEncoder(
                Encoding.SENSOR,
                arguments -> {
                    calls.incrementAndGet();
                    return arguments;
                },
                16_384);
        Event one = fileEvent(Field.known(new ArrayList<>(List.of(ByteString.utf8("a")))));
        Event two = fileEvent(Field.known(new ArrayList<>(List.of(ByteString.utf8("b")))));
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        for (Event event : List.of(one, one, one, two, two)) {
            encoder.encode(Encoding.outbound(event), out);
        }
        assertThat(calls).hasValue(2);
        assertThat(out.toString(java.nio.charset.StandardCharsets.UTF_8).lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("[\"a\"]"),
                        line -> assertThat(line).contains("[\"a\"]"),
                        line -> assertThat(line).contains("[\"a\"]"),
                        line -> assertThat(line).contains("[\"b\"]"),
                        line -> assertThat(line).contains("[\"b\"]"));
    }

    private static Event.Observed fileEvent(Field<List<ByteString>> arguments) {
        return Samples.observed(
                EventType.FILE_ACCESS, Samples.read("/etc/shadow"), Finding.NONE, Samples.process(arguments));
    }
}
