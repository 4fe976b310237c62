package io.shrike.trace.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.linux.syscall.Abi;
import io.shrike.linux.syscall.SyscallTable;
import io.shrike.model.Interest;
import io.shrike.model.Needs;
import io.shrike.model.RegisterTest;
import io.shrike.model.RegisterTest.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an installed filter cannot show to a later policy. */
class FilterCoverageTest {
    private static List<String> missing(Needs installed, Needs wanted) {
        Set<String> names = SyscallTable.of(Abi.host()).names();
        return new FilterCoverage(FilterPlan.rules(installed, names)).missing(FilterPlan.rules(wanted, names));
    }

    private static Needs needs(Interest... interests) {
        return new Needs(Set.of(interests), Set.of(), false);
    }

    private static Needs calls(String... names) {
        return new Needs(Set.of(), Set.of(names), false);
    }

    private static Needs allowed(Set<Interest> interests, String... names) {
        return new Needs(interests, Set.of(), false, Map.of(), Set.of(), Set.of(names));
    }

    @ParameterizedTest
    @EnumSource(Interest.class)
    void missesNothingOfTheSamePolicy(Interest interest) {
        assertThat(missing(needs(interest), needs(interest))).isEmpty();
    }

    @Test
    void missesReadsWhereOnlyWritesStop() {
        assertThat(missing(needs(Interest.FILE_WRITE), needs(Interest.FILE_READ)))
                .containsExactly("open", "openat");
    }

    @Test
    void findsWritesAmongReads() {
        assertThat(missing(needs(Interest.FILE_READ), needs(Interest.FILE_WRITE)))
                .doesNotContain("open", "openat", "openat2")
                .contains("creat", "truncate");
    }

    @Test
    void missesACallThatStopsOnlyWithSomeArguments() {
        assertThat(missing(needs(Interest.LIBRARY), calls("mmap"))).containsExactly("mmap");
        assertThat(missing(calls("mmap"), needs(Interest.LIBRARY))).isEmpty();
    }

    private static Needs prctl(Kind kind, Long... values) {
        RegisterTest test = new RegisterTest(0, kind, List.of(values), 32);
        return new Needs(Set.of(), Set.of("prctl"), false, Map.of("prctl", List.of(List.of(test))), Set.of(), Set.of());
    }

    @Test
    void findsSomeOfTheValuesThatStop() {
        assertThat(missing(prctl(Kind.EQUAL, 4L, 22L), prctl(Kind.EQUAL, 22L))).isEmpty();
        assertThat(missing(prctl(Kind.EQUAL, 4L, 22L, 8L), prctl(Kind.EQUAL, 22L, 4L)))
                .isEmpty();
        assertThat(missing(prctl(Kind.EQUAL, 22L), prctl(Kind.EQUAL, 22L))).isEmpty();
        assertThat(missing(prctl(Kind.ANY_BITS, 6L), prctl(Kind.ANY_BITS, 2L))).isEmpty();
        assertThat(missing(calls("prctl"), prctl(Kind.EQUAL, 22L))).isEmpty();
    }

    @Test
    void missesValuesThatDoNotStop() {
        assertThat(missing(prctl(Kind.EQUAL, 22L), prctl(Kind.EQUAL, 4L))).containsExactly("prctl");
        assertThat(missing(prctl(Kind.EQUAL, 22L), prctl(Kind.EQUAL, 4L, 22L))).containsExactly("prctl");
        assertThat(missing(prctl(Kind.ANY_BITS, 2L), prctl(Kind.ANY_BITS, 6L))).containsExactly("prctl");
        assertThat(missing(prctl(Kind.EQUAL, 22L), calls("prctl"))).containsExactly("prctl");
    }

    @Test
    void findsTheVariantsOfACallUnderItsGenericName() {
        assertThat(missing(needs(Interest.FILE_CHOWN), calls("chown32", "fchown32")))
                .isEmpty();
    }

    @Test
    void hasRoomForWhatTheOperatorAllowed() {
        Needs installed = allowed(Set.of(Interest.FILE_WRITE), "open", "openat", "openat2", "ptrace", "mmap", "clone");
        assertThat(missing(installed, needs(Interest.FILE_READ, Interest.FILE_WRITE)))
                .isEmpty();
        assertThat(missing(installed, calls("ptrace", "clone"))).isEmpty();
        assertThat(missing(installed, calls("mount"))).containsExactly("mount");
        assertThat(missing(needs(Interest.FILE_WRITE), calls("clone"))).containsExactly("clone");
    }

    @Test
    void missesNothingWhereEverythingStops() {
        Needs everything = new Needs(Set.of(), Set.of(), true);
        assertThat(missing(everything, needs(Interest.values()))).doesNotContain("openat", "connect", "execve");
    }
}
