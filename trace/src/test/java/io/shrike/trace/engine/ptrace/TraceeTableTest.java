package io.shrike.trace.engine.ptrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.trace.engine.ResultCheck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TraceeTableTest {
    private final TraceeTable table = new TraceeTable();

    @Test
    void holdsWhatAMapHoldsWhateverComesAndGoes() {
        SplittableRandom random = new SplittableRandom(17);
        Map<Integer, Tracee> model = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            int tid = random.nextInt(1, 700);
            switch (random.nextInt(4)) {
                case 0 -> {
                    table.remove(tid);
                    model.remove(tid);
                }
                case 1 -> {
                    int other = random.nextInt(1, 700);
                    Tracee moved = model.containsKey(tid) ? model.remove(tid) : model.get(other);
                    Tracee renamed = table.rename(tid, other);
                    assertThat(renamed.tid).isEqualTo(other);
                    assertThat(moved == null || moved == renamed).isTrue();
                    model.put(other, renamed);
                }
                default -> {
                    Tracee tracee = table.get(tid);
                    assertThat(tracee.tid).isEqualTo(tid);
                    Tracee before = model.putIfAbsent(tid, tracee);
                    assertThat(before == null || before == tracee).isTrue();
                }
            }
            assertThat(table.size()).isEqualTo(model.size());
            assertThat(table.contains(tid)).isEqualTo(model.containsKey(tid));
        }
        List<Tracee> all = new ArrayList<>();
        table.forEach(all::add);
        assertThat(all).containsExactlyInAnyOrderElementsOf(model.values());
        table.clear();
        assertThat(table.size()).isZero();
        model.keySet().forEach(tid -> assertThat(table.contains(tid)).isFalse());
    }

    @Test
    void aThreadThatLeavesTakesNothingOfItsCallAlong() {
        List<String> ended = new ArrayList<>();
        Tracee tracee = table.get(5);
        tracee.paused = true;
        tracee.interrupted = true;
        tracee.atEnd = Tracee.AtEnd.CHECK;
        tracee.check = new ResultCheck() {
            @Override
            public Finding look(long result) {
                return Finding.ACCEPTED;
            }

            @Override
            public void end() {
                ended.add("ended");
            }
        };
        table.remove(5);
        assertThat(ended).hasSize(1);
        Tracee next = table.get(6);
        assertThat(next).isSameAs(tracee);
        assertThat(next.owesAnEnd()).isFalse();
        assertThat(next.paused).isFalse();
        assertThat(next.interrupted).isFalse();
        assertThat(next.check).isNull();
    }
}
