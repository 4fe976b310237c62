package io.shrike.trace.launch;

import static io.shrike.linux.abi.Fcntl.O_APPEND;
import static io.shrike.linux.abi.Fcntl.O_CLOEXEC;
import static io.shrike.linux.abi.Fcntl.O_CREAT;
import static io.shrike.linux.abi.Fcntl.O_PATH;
import static io.shrike.linux.abi.Fcntl.O_RDONLY;
import static io.shrike.linux.abi.Fcntl.O_RDWR;
import static io.shrike.linux.abi.Fcntl.O_TRUNC;
import static io.shrike.linux.abi.Fcntl.O_WRONLY;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.linux.abi.OpenFlags;
import io.shrike.linux.seccomp.BpfInterpreter;
import io.shrike.linux.seccomp.BpfProgram;
import io.shrike.linux.seccomp.FilterCompiler;
import io.shrike.linux.seccomp.FilterDefaults;
import io.shrike.linux.seccomp.SeccompAction;
import io.shrike.linux.seccomp.SeccompData;
import io.shrike.linux.syscall.Abi;
import io.shrike.linux.syscall.SyscallTable;
import io.shrike.linux.syscall.SyscallVariants;
import io.shrike.model.Interest;
import io.shrike.model.Needs;
import io.shrike.model.RegisterTest;
import io.shrike.model.RegisterTest.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What stops, asked of the compiled program for each ABI that a host runs. */
class FilterPlanTest {
    private static final long JUNK = 0xdeadbeef_00000000L;
    private static final int MAP_PRIVATE = 2;
    private static final int MAP_ANONYMOUS = 0x20;
    private static final int PROT_READ_EXEC = 5;

    /** A host and an ABI that its kernel runs. */
    static List<Arguments> abis() {
        return List.of(
                Arguments.of(Abi.X86_64, Abi.X86_64),
                Arguments.of(Abi.X86_64, Abi.X32),
                Arguments.of(Abi.X86_64, Abi.I386),
                Arguments.of(Abi.AARCH64, Abi.AARCH64),
                Arguments.of(Abi.AARCH64, Abi.ARM));
    }

    private record Filter(BpfProgram program, Abi abi) {
        static Filter of(Abi host, Abi abi, Interest... interests) {
            return of(host, abi, new Needs(Set.of(interests), Set.of(), false));
        }

        static Filter of(Abi host, Abi abi, Needs needs) {
            var rules = FilterPlan.rules(needs, SyscallTable.of(host).names());
            return new Filter(FilterCompiler.compile(host, rules, FilterDefaults.NOTIFY), abi);
        }

        boolean has(String name) {
            return SyscallTable.of(abi).number(name).isPresent();
        }

        boolean stops(String name, long... arguments) {
            return stops(SyscallTable.of(abi).number(name).orElseThrow(), arguments);
        }

        boolean stops(int number, long... arguments) {
            int action = BpfInterpreter.run(program, SeccompData.of(abi, number, arguments));
            assertThat(action).isIn(SeccompAction.USER_NOTIF, SeccompAction.ALLOW);
            return action == SeccompAction.USER_NOTIF;
        }

        /** Whether open and openat both stop with these flags. */
        boolean stopsOpen(int flags) {
            boolean stops = stops("openat", JUNK | 0xffffff9cL, 4096, JUNK | flags, 0);
            if (has("open")) {
                assertThat(stops("open", 4096, JUNK | flags, 0)).isEqualTo(stops);
            }
            return stops;
        }
    }

    @ParameterizedTest
    @MethodSource("abis")
    void stopsOpensThatMayWrite(Abi host, Abi abi) {
        Filter filter = Filter.of(host, abi, Interest.FILE_WRITE);
        boolean arm = host == Abi.AARCH64;
        assertThat(filter.stopsOpen(O_RDONLY)).isFalse();
        assertThat(filter.stopsOpen(O_RDONLY | O_CLOEXEC | OpenFlags.directory(arm) | OpenFlags.nofollow(arm)))
                .isFalse();
        for (int flags : new int[] {
            O_WRONLY, O_RDWR, 3, O_CREAT, O_TRUNC, O_WRONLY | O_APPEND | O_CLOEXEC, OpenFlags.tmpfile(arm) | O_RDWR
        }) {
            assertThat(filter.stopsOpen(flags)).as("flags %x", flags).isTrue();
            assertThat(filter.stopsOpen(flags | O_PATH)).as("flags %x", flags).isFalse();
        }
        assertThat(filter.stops("openat2", -100, 4096, 4096, 24)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("abis")
    void stopsOpensThatReadButNoneThatOnlyNameAFile(Abi host, Abi abi) {
        Filter filter = Filter.of(host, abi, Interest.FILE_READ);
        assertThat(filter.stopsOpen(O_RDONLY)).isTrue();
        assertThat(filter.stopsOpen(O_RDWR | O_CREAT)).isTrue();
        assertThat(filter.stopsOpen(O_PATH)).isFalse();
        assertThat(filter.stopsOpen(O_PATH | O_CLOEXEC)).isFalse();
        assertThat(filter.stops("openat2", -100, 4096, 4096, 24)).isTrue();
        assertThat(filter.stops("unlinkat", -100, 4096, 0)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("abis")
    void addsUpReadAndWrite(Abi host, Abi abi) {
        Filter filter = Filter.of(host, abi, Interest.FILE_READ, Interest.FILE_WRITE);
        assertThat(filter.stopsOpen(O_RDONLY)).isTrue();
        assertThat(filter.stopsOpen(O_WRONLY)).isTrue();
        assertThat(filter.stopsOpen(O_PATH)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("abis")
    void stopsEveryCallOfAnInterest(Abi host, Abi abi) {
        record Wanted(Interest interest, List<String> calls) {}
        List<Wanted> wanted = List.of(
                new Wanted(
                        Interest.FILE_WRITE,
                        List.of(
                                "creat",
                                "truncate",
                                "ftruncate",
                                "truncate64",
                                "ftruncate64",
                                "fallocate",
                                "rename",
                                "renameat",
                                "renameat2",
                                "link",
                                "linkat",
                                "symlink",
                                "symlinkat",
                                "mkdir",
                                "mkdirat",
                                "mknod",
                                "mknodat")),
                new Wanted(
                        Interest.FILE_UNLINK,
                        List.of("unlink", "unlinkat", "rmdir", "rename", "renameat", "renameat2")),
                new Wanted(Interest.FILE_CHMOD, List.of("chmod", "fchmod", "fchmodat", "fchmodat2")),
                new Wanted(
                        Interest.FILE_CHOWN,
                        List.of("chown", "lchown", "fchown", "fchownat", "chown32", "lchown32", "fchown32")),
                new Wanted(Interest.FILE_RENAME, List.of("rename", "renameat", "renameat2")),
                new Wanted(
                        Interest.FILE_XATTR,
                        List.of(
                                "setxattr",
                                "lsetxattr",
                                "fsetxattr",
                                "setxattrat",
                                "removexattr",
                                "lremovexattr",
                                "fremovexattr",
                                "removexattrat")),
                new Wanted(Interest.CONNECT, List.of("connect")),
                new Wanted(Interest.SEND, List.of("sendmsg", "sendmmsg")),
                new Wanted(Interest.DNS, List.of("connect", "sendmsg", "sendmmsg")),
                new Wanted(Interest.BIND, List.of("bind")),
                new Wanted(Interest.LISTEN, List.of("listen")),
                new Wanted(Interest.ACCEPT, List.of("accept", "accept4")),
                new Wanted(Interest.EXEC, List.of("execve", "execveat")),
                new Wanted(Interest.EXEC_ENVIRONMENT, List.of("execve", "execveat")));
        for (Wanted one : wanted) {
            Filter filter = Filter.of(host, abi, one.interest());
            for (String call : one.calls()) {
                if (filter.has(call)) {
                    assertThat(filter.stops(call))
                            .as("%s %s", one.interest(), call)
                            .isTrue();
                }
            }
            assertThat(filter.stops("getpid")).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("abis")
    void stopsASendOnlyWithAReceiver(Abi host, Abi abi) {
        Filter filter = Filter.of(host, abi, Interest.SEND);
        assertThat(filter.stops("sendto", 5, 4096, 10, 0x4000, 0, 0)).isFalse();
        assertThat(filter.stops("sendto", 5, 4096, 10, 0, 4096, 16)).isTrue();
        if (abi == Abi.X86_64 || abi == Abi.AARCH64) {
            assertThat(filter.stops("sendto", 5, 4096, 10, 0, 0x7f00_0000_0000L, 16))
                    .isTrue();
        }
        assertThat(filter.stops("write", 5, 4096, 10)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("abis")
    void stopsTheSendsOfResolvers(Abi host, Abi abi) {
        Filter filter = Filter.of(host, abi, Interest.DNS);
        assertThat(filter.stops("sendto", 5, 4096, 10, JUNK | 0x4000, 0, 0)).isTrue();
        assertThat(filter.stops("sendto", 5, 4096, 10, 0, 0, 0)).isFalse();
        assertThat(filter.stops("sendto", 5, 4096, 10, 0, 4096, 16)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("abis")
    void stopsRawAndPacketSocketsOnly(Abi host, Abi abi) {
        Filter filter = Filter.of(host, abi, Interest.RAW_SOCKET);
        assertThat(filter.stops("socket", 2, 1, 0)).isFalse();
        assertThat(filter.stops("socket", 10, 0x80802, 0)).isFalse();
        assertThat(filter.stops("socket", 1, 1, 0)).isFalse();
        assertThat(filter.stops("socket", 2, 3, 1)).isTrue();
        assertThat(filter.stops("socket", JUNK | 10, JUNK | 0x80803, 58)).isTrue();
        assertThat(filter.stops("socket", 17, 3, 768)).isTrue();
        assertThat(filter.stops("socket", 17, 2, 0)).isTrue();
        // The kernel makes a packet socket of SOCK_PACKET, whatever the family says.
        assertThat(filter.stops("socket", 2, 10, 768)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("abis")
    void stopsExecutableMappingsOfFilesOnly(Abi host, Abi abi) {
        Filter filter = Filter.of(host, abi, Interest.LIBRARY);
        for (String call : List.of("mmap", "mmap2")) {
            if (filter.has(call) && SyscallVariants.sameArguments(abi, call) > 3) {
                assertThat(filter.stops(call, 0, 4096, PROT_READ_EXEC, MAP_PRIVATE, 5, 0))
                        .isTrue();
                assertThat(filter.stops(call, 0, 4096, 3, MAP_PRIVATE, 5, 0)).isFalse();
                assertThat(filter.stops(call, 0, 4096, PROT_READ_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
                        .isFalse();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("abis")
    void stopsWhatEscapesWhateverIsWanted(Abi host, Abi abi) {
        Filter filter = Filter.of(host, abi);
        for (String call :
                List.of("execve", "execveat", "io_uring_setup", "chroot", "pivot_root", "setns", "unshare")) {
            assertThat(filter.stops(call)).as(call).isTrue();
        }
        for (String call : List.of("openat", "unlinkat", "connect", "socket", "mmap", "mmap2", "sendto")) {
            if (filter.has(call)) {
                assertThat(filter.stops(call, 2, 3, 7, 2, 4096, 4096)).as(call).isFalse();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("abis")
    void neverStopsWhatAMonitorDependsOn(Abi host, Abi abi) {
        Set<String> traced = FilterPlan.NEVER;
        Needs everything = new Needs(EnumSet.allOf(Interest.class), traced, true);
        Filter filter = Filter.of(host, abi, everything);
        for (String call : FilterPlan.NEVER) {
            for (String name : SyscallVariants.kernelNames(abi, call)) {
                long argument = call.equals("clone") ? 0x11 : -1;
                assertThat(filter.stops(name, argument, -1, -1, -1, -1, -1))
                        .as(name)
                        .isFalse();
            }
        }
        for (String call : List.of("openat", "getpid", "socket", "kill", "mmap", "wait4", "ioctl")) {
            if (filter.has(call)) {
                assertThat(filter.stops(call)).as(call).isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("abis")
    void stopsACloneThatMakesAMountNamespace(Abi host, Abi abi) {
        Filter filter = Filter.of(host, abi);
        assertThat(filter.stops("clone", JUNK | 0x20011, 0, 0, 0, 0)).isTrue();
        assertThat(filter.stops("clone", 0x3d0f00, 0, 0, 0, 0)).isFalse();
        assertThat(filter.stops("clone", JUNK | 0x11, 0, 0, 0, 0)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("abis")
    void stopsACloneThatMakesAnyNamespaceWhereAskedTo(Abi host, Abi abi) {
        Filter filter = Filter.of(host, abi, new Needs(Set.of(), Set.of("clone"), false));
        assertThat(filter.stops("clone", JUNK | 0x1000_0011, 0, 0, 0, 0)).isTrue();
        assertThat(filter.stops("clone", JUNK | 0x4000_0011, 0, 0, 0, 0)).isTrue();
        assertThat(filter.stops("clone", 0x3d0f00, 0, 0, 0, 0)).isFalse();
        assertThat(filter.stops("clone", 0x91, 0, 0, 0, 0)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("abis")
    void stopsAsMuchOfAnAllowedCallAsASectionCouldNeed(Abi host, Abi abi) {
        Set<String> allowed = Set.of("open", "openat", "ptrace", "sendto", "read");
        Filter filter = Filter.of(host, abi, new Needs(Set.of(), Set.of(), false, Map.of(), Set.of(), allowed));
        assertThat(filter.stopsOpen(O_RDONLY)).isTrue();
        assertThat(filter.stopsOpen(O_WRONLY)).isTrue();
        assertThat(filter.stopsOpen(O_PATH)).isFalse();
        assertThat(filter.stops("ptrace", 0, 0, 0, 0)).isTrue();
        assertThat(filter.stops("sendto", 3, 4096, 10, 0, 4096, 16)).isTrue();
        assertThat(filter.stops("sendto", 3, 4096, 10, 0, 0, 0)).isFalse();
        assertThat(filter.stops("read", 3, 4096, 10)).isFalse();
        assertThat(filter.stops("unlinkat", -100, 4096, 0)).isFalse();
    }

    private static Needs conditional(String call, List<List<RegisterTest>> anyOf, Interest... interests) {
        return new Needs(Set.of(interests), Set.of(call), false, Map.of(call, anyOf), Set.of(), Set.of());
    }

    private static RegisterTest test(int index, Kind kind, int bits, Long... values) {
        return new RegisterTest(index, kind, List.of(values), bits);
    }

    @ParameterizedTest
    @MethodSource("abis")
    void stopsACallOnlyWithTheArgumentsThatOneOfItsRulesAsksFor(Abi host, Abi abi) {
        Needs needs = conditional(
                "prctl",
                List.of(
                        List.of(test(0, Kind.EQUAL, 32, 22L)),
                        List.of(test(0, Kind.EQUAL, 32, 4L, 8L), test(1, Kind.ANY_BITS, 32, 1L, 0x8000_0000L)),
                        List.of(test(0, Kind.EQUAL, 32, 35L), test(1, Kind.ALL_BITS, 32, 6L))));
        Filter filter = Filter.of(host, abi, needs);
        assertThat(filter.stops("prctl", 22, 0, 0, 0, 0)).isTrue();
        assertThat(filter.stops("prctl", JUNK | 22, 2, 0, 0, 0)).isTrue();
        assertThat(filter.stops("prctl", 15, 1, 0, 0, 0)).isFalse();
        assertThat(filter.stops("prctl", 8, 0x8000_0000L, 0, 0, 0)).isTrue();
        assertThat(filter.stops("prctl", 4, 3, 0, 0, 0)).isTrue();
        assertThat(filter.stops("prctl", 4, JUNK | 2, 0, 0, 0)).isFalse();
        assertThat(filter.stops("prctl", 35, 7, 0, 0, 0)).isTrue();
        assertThat(filter.stops("prctl", 35, 4, 0, 0, 0)).isFalse();
    }

    /** The registers of the 32-bit ABIs have no high half, and the kernel shows zeros there. */
    @ParameterizedTest
    @MethodSource("abis")
    void comparesTheWholeRegisterWhereARuleAsksForIt(Abi host, Abi abi) {
        boolean wide = abi.wordSize() == Long.BYTES;
        long high = 0x1_0000_0016L;
        for (Kind kind : Kind.values()) {
            Filter filter = Filter.of(host, abi, conditional("prctl", List.of(List.of(test(1, kind, 64, high)))));
            assertThat(filter.stops("prctl", 0, 0x16, 0, 0, 0))
                    .isEqualTo(kind == Kind.ANY_BITS || (!wide && kind == Kind.ALL_BITS));
            assertThat(filter.stops("prctl", 0, 8, 0, 0, 0)).isFalse();
            if (wide) {
                assertThat(filter.stops("prctl", 0, high, 0, 0, 0)).isTrue();
                assertThat(filter.stops("prctl", 0, high | 0x100, 0, 0, 0)).isEqualTo(kind != Kind.EQUAL);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("abis")
    void addsConditionsToWhatTheInterestsStop(Abi host, Abi abi) {
        List<List<RegisterTest>> nofollow = List.of(List.of(test(2, Kind.ANY_BITS, 32, 0x800_0000L)));
        Filter filter = Filter.of(host, abi, conditional("openat", nofollow, Interest.FILE_WRITE));
        assertThat(filter.stops("openat", -100, 4096, O_WRONLY, 0)).isTrue();
        assertThat(filter.stops("openat", -100, 4096, 0x800_0000L, 0)).isTrue();
        assertThat(filter.stops("openat", -100, 4096, O_RDONLY, 0)).isFalse();
        if (filter.has("open")) {
            assertThat(filter.stops("open", 4096, 0x800_0000L, 0)).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("abis")
    void narrowsWhatACloneStopsForAndNothingThatNeverStops(Abi host, Abi abi) {
        List<List<RegisterTest>> any = List.of(List.of(test(0, Kind.ANY_BITS, 32, 0x1000_0100L)));
        Filter clones = Filter.of(host, abi, conditional("clone", any));
        assertThat(clones.stops("clone", 0x1000_0011, 0, 0, 0, 0)).isTrue();
        assertThat(clones.stops("clone", 0x3d0f00, 0, 0, 0, 0)).isFalse();
        assertThat(clones.stops("clone", 0x4000_0011, 0, 0, 0, 0)).isFalse();
        assertThat(Filter.of(host, abi, conditional("read", any)).stops("read", 0x100, 0, 0))
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("abis")
    void stopsACallAlwaysWhoseConditionsWouldNotFit(Abi host, Abi abi) {
        Long[] most = LongStream.range(0, FilterPlan.MOST_VALUES).boxed().toArray(Long[]::new);
        Long[] more = LongStream.rangeClosed(0, FilterPlan.MOST_VALUES).boxed().toArray(Long[]::new);
        assertThat(Filter.of(host, abi, conditional("prctl", List.of(List.of(test(0, Kind.EQUAL, 32, most)))))
                        .stops("prctl", 999))
                .isFalse();
        assertThat(Filter.of(host, abi, conditional("prctl", List.of(List.of(test(0, Kind.EQUAL, 32, more)))))
                        .stops("prctl", 999))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("abis")
    void stopsATracedCallAlwaysWhateverTheInterestsSay(Abi host, Abi abi) {
        Needs needs = new Needs(Set.of(Interest.FILE_WRITE), Set.of("openat", "getpid"), false);
        Filter filter = Filter.of(host, abi, needs);
        assertThat(filter.stops("openat", -100, 4096, O_RDONLY, 0)).isTrue();
        assertThat(filter.stops("getpid")).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Abi.class,
            names = {"X86_64", "AARCH64"})
    void letsNoAbiThatItDoesNotKnowPassUnseen(Abi host) {
        Filter filter = Filter.of(host, host == Abi.X86_64 ? Abi.AARCH64 : Abi.X86_64);
        assertThat(filter.stops(0)).isTrue();
    }

    /** The multiplexer of i386 stops by its call number, because its arguments are out of sight. */
    @ParameterizedTest
    @EnumSource(
            value = Interest.class,
            names = {"CONNECT", "SEND", "BIND", "LISTEN", "ACCEPT", "RAW_SOCKET"})
    void stopsTheMultiplexedCallsOfI386(Interest interest) {
        Filter filter = Filter.of(Abi.X86_64, Abi.I386, interest);
        List<Long> wanted = switch (interest) {
            case CONNECT -> List.of(3L);
            case SEND -> List.of(9L, 11L, 16L, 20L);
            case BIND -> List.of(2L);
            case LISTEN -> List.of(4L);
            case ACCEPT -> List.of(5L, 18L);
            default -> List.of(1L);
        };
        for (long call = 1; call <= 20; call++) {
            assertThat(filter.stops("socketcall", call, 4096))
                    .as("call %d", call)
                    .isEqualTo(wanted.contains(call));
        }
    }
}
