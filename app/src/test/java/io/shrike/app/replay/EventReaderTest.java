package io.shrike.app.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.delivery.encode.EventEncoder;
import io.shrike.delivery.encode.OutboundEvent;
import io.shrike.delivery.encode.SensorInfo;
import io.shrike.model.Action;
import io.shrike.model.Activity;
import io.shrike.model.Ancestor;
import io.shrike.model.ByteString;
import io.shrike.model.Decision;
import io.shrike.model.Endpoint;
import io.shrike.model.Event;
import io.shrike.model.EventType;
import io.shrike.model.Field;
import io.shrike.model.FileEffect;
import io.shrike.model.FileOperation;
import io.shrike.model.FileTarget;
import io.shrike.model.Finding;
import io.shrike.model.IpAddress;
import io.shrike.model.NetworkOperation;
import io.shrike.model.Outcome;
import io.shrike.model.ProcessRef;
import io.shrike.model.ProgramFile;
import io.shrike.model.Protocol;
import io.shrike.model.RuleMatch;
import io.shrike.model.Severity;
import io.shrike.model.StandardSocket;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written as an event and read again is the same activity of the same process. */
class EventReaderTest {
    private static final Field<ByteString> ODD = Field.known(
            ByteString.of((byte) '/', (byte) 0xff, (byte) 0x1b, (byte) '\\', (byte) 'x', (byte) '4', (byte) '1'));
    private static final Field<Endpoint> V6 =
            Field.known(new Endpoint.Inet(IpAddress.v6(0x20010db8_00000000L, 1), 443));
    private static final Field<Endpoint> V4 = Field.known(new Endpoint.Inet(IpAddress.v4(0x0a010203), 8080));

    private static final ProcessRef PROCESS = new ProcessRef(
            12,
            13,
            1,
            text("/usr/bin/tee"),
            Field.known(List.of(ByteString.utf8("tee"), ByteString.utf8("-a"))),
            Field.known(1000),
            Field.unreadable("EPERM"),
            text("/srv"),
            Field.known(Instant.parse("2026-01-02T03:04:05.120Z")),
            List.of(new Ancestor(1, text("/bin/sh"), Field.unreadable("notRecorded"))));

    private static Field<ByteString> text(String text) {
        return Field.known(ByteString.utf8(text));
    }

    private static Activity file(String syscall, List<String> flags, FileEffect... effects) {
        return new Activity.FileActivity(syscall, List.of(effects), flags, Optional.empty());
    }

    private static FileEffect effect(Field<ByteString> path, boolean exists, FileOperation... operations) {
        return new FileEffect(new FileTarget(path, path, exists, false, 0, 0), Set.of(operations));
    }

    private static Activity socket(
            NetworkOperation operation, Optional<Field<Endpoint>> local, Optional<Field<Endpoint>> remote) {
        return new Activity.NetworkActivity("call", operation, Protocol.TCP, local, remote, Optional.of("a.example"));
    }

    static List<Activity> activities() {
        FileOperation[] both = {FileOperation.OPEN, FileOperation.WRITE};
        return List.of(
                file("openat", List.of("O_RDONLY"), effect(ODD, true, FileOperation.OPEN)),
                file("openat", List.of("O_RDWR"), effect(text("/etc/x"), true, both)),
                file("openat", List.of("O_WRONLY", "O_TRUNC"), effect(text("/etc/x"), true, FileOperation.WRITE)),
                file("fchmodat", List.of(), effect(text("/etc/x"), true, FileOperation.CHMOD)),
                file("unlinkat", List.of(), effect(Field.unreadable("EFAULT"), true, FileOperation.UNLINK)),
                file("mknod", List.of(), effect(text("/dev/x"), false, FileOperation.WRITE)),
                file(
                        "renameat2",
                        List.of(),
                        effect(text("/a"), true, FileOperation.RENAME, FileOperation.UNLINK),
                        effect(text("/b"), false, FileOperation.RENAME, FileOperation.WRITE)),
                new Activity.LibraryActivity(
                        "mmap", new FileTarget(text("/lib/x.so"), text("/lib/x.so"), true, false, 0, 0), true),
                socket(NetworkOperation.CONNECT, Optional.empty(), Optional.of(V6)),
                socket(NetworkOperation.CONNECT, Optional.of(V4), Optional.of(V4)),
                socket(NetworkOperation.CONNECT, Optional.empty(), Optional.of(Field.unreadable("EFAULT"))),
                socket(NetworkOperation.LISTEN, Optional.of(V4), Optional.empty()),
                socket(NetworkOperation.ACCEPT, Optional.of(V4), Optional.of(V6)),
                socket(NetworkOperation.SOCKET, Optional.empty(), Optional.empty()),
                socket(
                        NetworkOperation.CONNECT,
                        Optional.empty(),
                        Optional.of(Field.known(new Endpoint.Unix(ByteString.utf8("x"), true)))),
                socket(
                        NetworkOperation.CONNECT,
                        Optional.empty(),
                        Optional.of(Field.known(new Endpoint.Unix(
                                ByteString.utf8("x"), false, Optional.of(text("/run/docker.sock")))))),
                socket(
                        NetworkOperation.CONNECT,
                        Optional.empty(),
                        Optional.of(Field.known(new Endpoint.Unix(
                                ByteString.utf8("x"), false, Optional.of(Field.unreadable("ENOENT")))))),
                new Activity.DnsActivity(
                        "sendto", Protocol.UDP, V4, List.of(new Activity.DnsQuestion("a.example", "AAAA"))),
                new Activity.SyscallActivity(
                        "ptrace", List.of(-1L, 16L), List.of(new Activity.Detail("request", text("PTRACE_ATTACH")))),
                new Activity.SessionActivity("execve"),
                new Activity.SessionActivity(
                        "", Optional.of(new Activity.Sighting(9, Activity.SessionStep.PROGRAM, 250))));
    }

    private static String line(Activity activity, EventType type, Finding finding) {
        Decision decision = new Decision(
                type,
                Severity.HIGH,
                Action.BLOCK,
                List.of(new RuleMatch("p", "r[1]", Severity.HIGH, Action.BLOCK, List.of(), List.of())),
                finding);
        Event event = new Event.Observed(Instant.EPOCH, activity, PROCESS, decision, Outcome.DENIED, "");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new EventEncoder(new SensorInfo("test", "notify"), UnaryOperator.identity(), 1 << 14)
                .encode(new OutboundEvent(event, new UUID(1, 2), 1, OptionalDouble.empty(), Optional.empty()), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static RecordedEvent read(String line) {
        Reading reading = EventReader.read(line, 7);
        assertThat(reading).isInstanceOf(Reading.Rebuilt.class);
        return ((Reading.Rebuilt) reading).event();
    }

    @ParameterizedTest
    @MethodSource("activities")
    void whatWasWrittenIsReadAgain(Activity activity) {
        RecordedEvent event = read(line(activity, EventType.SYSCALL, Finding.NONE));
        assertThat(event.activity()).isEqualTo(activity);
        assertThat(event.process()).isEqualTo(PROCESS);
        assertThat(event.recorded()).isEqualTo(new Ruling("syscall", "high", "block", "denied", List.of("p:r[1]")));
        assertThat(event.line()).isEqualTo(7);
    }

    @Test
    void anExecHasTheProgramThatIsToRunAndTheOneBefore() {
        Field<List<ByteString>> arguments = Field.known(List.of(ByteString.utf8("nc"), ByteString.utf8("-e")));
        Activity.ExecActivity exec = new Activity.ExecActivity(
                "execve",
                text("nc"),
                new ProgramFile(text("/usr/bin/nc"), true, false, 0, 0, Optional.of(Field.unreadable("EACCES"))),
                List.of(ProgramFile.ofPath(ByteString.utf8("/bin/sh"))
                        .withSha256(Optional.of(Field.known("0123456789abcdef".repeat(4))))),
                arguments,
                Field.known(List.of()),
                List.of(
                        new StandardSocket(0, Protocol.TCP, V4, V6),
                        new StandardSocket(2, Protocol.UDP, V4, Field.unreadable("ENOTCONN"))));
        RecordedEvent event =
                read(line(exec, EventType.PROCESS_EXECUTION, new Finding.Execution(arguments.asOptional())));
        assertThat(event.activity())
                .isEqualTo(new Activity.ExecActivity(
                        exec.syscall(),
                        exec.requestedPath(),
                        exec.program(),
                        exec.interpreters(),
                        arguments,
                        Field.unreadable("notRecorded"),
                        exec.sockets()));
        assertThat(event.process().executable()).isEqualTo(PROCESS.executable());
        assertThat(event.missing()).contains("the environment of an exec");
        RecordedEvent bare = read(line(exec, EventType.PROCESS_EXECUTION, new Finding.Execution(Optional.empty())));
        assertThat(bare.missing()).contains("the arguments of an exec (captureArgs was off)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "7",
                "{} {}",
                "{\"eventType\":7}",
                "{\"eventType\":\"sensor_status\"}",
                "{\"eventType\":\"file_change\"}",
                "{\"eventType\":\"file_change\",\"file\":{\"path\":\"/x\",\"operation\":\"fly\",\"syscall\":\"open\"}}",
                "{\"eventType\":\"network_connection\",\"network\":{\"operation\":\"connect\"}}",
                "{\"eventType\":\"syscall\",\"syscall\":{\"name\":\"x\",\"arguments\":[\"0xzz\"]}}",
                "{\"eventType\":\"dns_query\",\"dns\":[]}",
                "{\"eventType\":\"x\",\"n\":123456789012345678901234567890}",
            })
    void whatIsNoActivityIsSkippedWithAReason(String line) {
        Reading reading = EventReader.read(line, 1);
        assertThat(reading).isInstanceOf(Reading.Skipped.class);
        assertThat(((Reading.Skipped) reading).reason()).isNotBlank();
    }
}
