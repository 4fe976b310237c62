package io.shrike.trace.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.linux.syscall.Abi;
import io.shrike.linux.syscall.Multiplexer;
import io.shrike.linux.syscall.SyscallTable;
import io.shrike.model.Activity;
import io.shrike.model.Activity.NetworkActivity;
import io.shrike.model.Activity.SyscallActivity;
import io.shrike.model.Endpoint;
import io.shrike.model.Field;
import io.shrike.model.IpAddress;
import io.shrike.model.Needs;
import io.shrike.model.NetworkOperation;
import io.shrike.model.Protocol;
import io.shrike.trace.testing.CallBench;
import io.shrike.trace.testing.FakeStop;
import io.shrike.trace.testing.TestChild;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** socketcall of i386: the arguments lie in the memory of a process that has them below 4 GiB. */
class SocketCallMultiplexerTest {
    private static final int SOCKETCALL =
            SyscallTable.of(Abi.I386).number("socketcall").orElseThrow();
    private static final String TEST_NET = "02000016c63364070000000000000000";
    private static final Endpoint TEST_NET_22 = new Endpoint.Inet(IpAddress.v4(0xc6336407), 22);
    private static final long PAGE_END = 0x10001000L;

    private static String word(long value) {
        return "%08x".formatted(Integer.reverseBytes((int) value));
    }

    private static String words(long... values) {
        StringBuilder hex = new StringBuilder();
        for (long value : values) {
            hex.append(word(value));
        }
        return hex.toString();
    }

    /** Arguments that end where their page ends, with no page after it. */
    private static TestChild callerWith(String arguments) {
        long at = PAGE_END - arguments.length() / 2;
        return TestChild.tracee(
                "-m",
                "0x20000000",
                TEST_NET,
                "-s",
                "5",
                "4t",
                "-s",
                "6",
                "4u",
                "-m",
                "0x" + Long.toHexString(at),
                arguments);
    }

    private static List<Activity> decode(CallBench bench, TestChild caller, int call, int words) {
        return bench.stop(new FakeStop(Abi.I386, SOCKETCALL, caller.pid(), call, PAGE_END - 4L * words));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 3, SOCKET",
        "2, 3, BIND",
        "3, 3, CONNECT",
        "4, 2, LISTEN",
        "5, 3, ACCEPT",
        "18, 4, ACCEPT",
        "11, 6, SEND"
    })
    void readsAsManyArgumentsAsTheCallHas(int call, int words, NetworkOperation operation) {
        String arguments = words(5, 0x20000000L, 16, 0, 0x20000000L, 16).substring(0, 8 * words);
        try (TestChild caller = callerWith(arguments);
                CallBench bench = new CallBench()) {
            List<Activity> activities = decode(bench, caller, call, words);
            assertThat(activities).hasSize(1);
            assertThat(((NetworkActivity) activities.getFirst()).operation()).isEqualTo(operation);
        }
    }

    @Test
    void readsTheAddressThatTheArgumentsPointTo() {
        try (TestChild caller = callerWith(words(5, 0x20000000L, 16));
                CallBench bench = new CallBench()) {
            NetworkActivity connect =
                    (NetworkActivity) decode(bench, caller, 3, 3).getFirst();
            assertThat(connect.syscall()).isEqualTo("connect");
            assertThat(connect.protocol()).isEqualTo(Protocol.TCP);
            assertThat(connect.remote()).isEqualTo(Optional.of(Field.known(TEST_NET_22)));
        }
    }

    @Test
    void readsTheNarrowHeaderOfAMessage() {
        String header = words(0x20000000L, 16, 0x30000100L, 1, 0, 0, 0) + words(0);
        String vector = words(0x20000000L, 4);
        try (TestChild caller = TestChild.tracee(
                        "-m",
                        "0x20000000",
                        TEST_NET,
                        "-m",
                        "0x30000000",
                        header + "00".repeat(256 - header.length() / 2) + vector,
                        "-m",
                        "0x" + Long.toHexString(PAGE_END - 12),
                        words(6, 0x30000000L, 0),
                        "-s",
                        "6",
                        "4u");
                CallBench bench = new CallBench()) {
            NetworkActivity sent =
                    (NetworkActivity) decode(bench, caller, 16, 3).getFirst();
            assertThat(sent.syscall()).isEqualTo("sendmsg");
            assertThat(sent.protocol()).isEqualTo(Protocol.UDP);
            assertThat(sent.remote()).isEqualTo(Optional.of(Field.known(TEST_NET_22)));
        }
    }

    @Test
    void staysWhatItIsWhereItCannotBeRead() {
        try (CallBench bench = new CallBench()) {
            List<Activity> activities = bench.stop(new FakeStop(
                    Abi.I386, SOCKETCALL, (int) ProcessHandle.current().pid(), 3, 16));
            assertThat(activities).hasSize(1);
            assertThat(activities.getFirst().syscall()).isEqualTo("socketcall");
            assertThat(bench.stop(new FakeStop(
                                    Abi.I386,
                                    SOCKETCALL,
                                    (int) ProcessHandle.current().pid(),
                                    21,
                                    16))
                            .getFirst())
                    .isInstanceOf(SyscallActivity.class);
        }
    }

    @Test
    void isTracedUnderTheNameOfTheInnerCall() {
        Needs needs = new Needs(Set.of(), Set.of("shutdown"), false);
        try (TestChild caller = callerWith(words(5, 2));
                CallBench bench = new CallBench(needs, 0)) {
            SyscallActivity activity =
                    (SyscallActivity) decode(bench, caller, 13, 2).getFirst();
            assertThat(activity.syscall()).isEqualTo("shutdown");
            assertThat(activity.arguments()).startsWith(5L, 2L);
        }
    }

    @Test
    void knowsEveryCallByTheNameOfTheTable() {
        try (TestChild caller = callerWith(words(5, 0x20000000L, 0, 0, 0, 0));
                CallBench bench = new CallBench(new Needs(Set.of(), Set.of(), true), 0)) {
            for (int call = 1; call <= 20; call++) {
                String name = Multiplexer.SOCKETCALL.name(call).orElseThrow();
                assertThat(decode(bench, caller, call, 6).getFirst().syscall())
                        .isEqualTo(name.equals("send") ? "sendto" : name);
            }
        }
    }
}
