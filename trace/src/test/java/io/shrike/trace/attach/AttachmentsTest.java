package io.shrike.trace.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.trace.attach.Population.Inhabitant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class AttachmentsTest {
    private final TreeMap<Integer, Inhabitant> processes = new TreeMap<>();
    private final List<Integer> asked = new ArrayList<>();
    private final List<String> left = new ArrayList<>();
    private final Attachments attachments = of(_ -> true);

    private Attachments of(IntPredicate wanted) {
        Population population = new Population() {
            @Override
            public int[] processes() {
                return processes.keySet().stream().mapToInt(Integer::intValue).toArray();
            }

            @Override
            public long startTicks(int pid) {
                return inhabitant(pid).map(Inhabitant::startTicks).orElse(-1L);
            }

            @Override
            public Optional<Inhabitant> inhabitant(int pid) {
                return Optional.ofNullable(processes.get(pid));
            }
        };
        return new Attachments(population, wanted, Set.of(90), new Attachments.Listener() {
            @Override
            public void attach(Inhabitant process) {
                asked.add(process.pid());
            }

            @Override
            public void unwatched(Inhabitant process, String why) {
                left.add(process.pid() + " " + why);
            }
        });
    }

    private void put(int pid, int ppid, int filters) {
        processes.put(pid, new Inhabitant(pid, ppid, pid, filters, "app", "/bin/program"));
    }

    @Test
    void attachesToAllButItsOwnAndTheKernels() {
        put(1, 0, 0);
        processes.put(2, new Inhabitant(2, 0, 2, 0, "", ""));
        put(7, 1, 0);
        put(90, 0, 0);
        put(91, 90, 0);
        attachments.look();
        assertThat(asked).containsExactly(1);
        attachments.attached(1);
        processes.put(1, new Inhabitant(1, 0, 1, 1, "app", "/bin/program"));
        attachments.look();
        assertThat(asked).as("forked before its parent got the filter").containsExactly(1, 7);
        assertThat(left).isEmpty();
    }

    @Test
    void leavesTheProcessAloneThatKeepsTheNamespace() {
        processes.put(1, new Inhabitant(1, 0, 1, 0, "pause", "/pause"));
        put(7, 0, 0);
        attachments.look();
        assertThat(asked).containsExactly(7);
    }

    @Test
    void whatAnAttachedProcessForksHasItsFilter() {
        put(5, 1, 1);
        attachments.look();
        put(6, 5, 1);
        attachments.look();
        assertThat(asked).as("not yet known whether 6 has it").containsExactly(5);
        attachments.attached(5);
        put(7, 5, 2);
        put(8, 7, 2);
        put(9, 7, 3);
        attachments.look();
        assertThat(asked).containsExactly(5, 6);
        assertThat(left).as("a filter more is a sandbox of its own, under ours").isEmpty();
    }

    @Test
    void anOrphanIsKnownByItsContainer() {
        put(5, 0, 0);
        attachments.look();
        attachments.attached(5);
        put(20, 0, 1);
        put(21, 0, 0);
        attachments.look();
        assertThat(asked).as("21 came from outside").containsExactly(5, 21);
    }

    @Test
    void leavesAProcessWithItsOwnFiltersAlone() {
        put(5, 0, 2);
        attachments.look();
        attachments.look();
        assertThat(asked).isEmpty();
        assertThat(left).singleElement().asString().startsWith("5 it has a seccomp filter of its own");
    }

    @Test
    void aChildWithItsOwnFilterFromBeforeIsToldAndNotTakenForCovered() {
        put(5, 0, 1);
        put(6, 5, 2);
        attachments.look();
        attachments.attached(5);
        attachments.look();
        assertThat(asked).containsExactly(5);
        assertThat(left).singleElement().asString().startsWith("6 it has a seccomp filter of its own");
        assertThat(attachments.isWatching()).isTrue();
    }

    @Test
    void decidesAnewAboutOneThatIsForgotten() {
        put(5, 0, 1);
        attachments.takeOver(5);
        attachments.look();
        assertThat(asked).isEmpty();
        attachments.forget(5);
        attachments.look();
        assertThat(asked).containsExactly(5);
    }

    @Test
    void tellsOnceWhatWasRefusedAndDoesNotTryAgain() {
        put(5, 0, 0);
        attachments.look();
        attachments.refused(5, "EPERM");
        attachments.look();
        assertThat(asked).containsExactly(5);
        assertThat(left).containsExactly("5 EPERM");
        assertThat(attachments.attached()).isEmpty();
    }

    @Test
    void aNumberThatIsGivenAgainIsAnotherProcess() {
        put(5, 0, 0);
        attachments.look();
        attachments.attached(5);
        processes.put(5, new Inhabitant(5, 0, 77, 0, "app", "/bin/program"));
        attachments.look();
        assertThat(asked).containsExactly(5, 5);
        processes.clear();
        attachments.attached(5);
        attachments.look();
        assertThat(attachments.attached()).isEmpty();
    }

    @Test
    void takesOverWhatAnEarlierSensorAttachedTo() {
        put(5, 0, 2);
        put(6, 5, 2);
        attachments.takeOver(5);
        attachments.look();
        assertThat(asked).isEmpty();
        assertThat(left).isEmpty();
        assertThat(attachments.attached()).containsExactly(5);
    }

    @Test
    void onlyThoseThatWereAskedForAndWhatTheyFork() {
        Attachments some = of(pid -> pid == 5);
        put(4, 0, 0);
        put(5, 4, 0);
        put(6, 5, 0);
        some.look();
        assertThat(asked).containsExactly(5);
        some.attached(5);
        some.look();
        assertThat(asked).containsExactly(5, 6);
    }
}
