package io.shrike.trace.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.linux.syscall.Abi;
import io.shrike.linux.syscall.SyscallTable;
import io.shrike.model.Interest;
import io.shrike.model.Needs;
import java.util.List;
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
        return new Needs(interests, Set.of(), false, Set.of(), Set.of(names));
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
