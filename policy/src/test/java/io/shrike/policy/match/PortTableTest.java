package io.shrike.policy.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PortTableTest {
    @Test
    void givesTheFirstRangeThatHoldsAPort() {
        PortTable table = new PortTable.Builder()
                .add(22, 22)
                .add(20, 25)
                .add(65535, 65535)
                .build();
        assertThat(table.find(22)).isZero();
        assertThat(table.find(20)).isEqualTo(1);
        assertThat(table.find(25)).isEqualTo(1);
        assertThat(table.find(26)).isEqualTo(PortTable.NONE);
        assertThat(table.find(19)).isEqualTo(PortTable.NONE);
        assertThat(table.find(65535)).isEqualTo(2);
        assertThat(table.find(0)).isEqualTo(PortTable.NONE);
        assertThat(table.find(65536)).isEqualTo(PortTable.NONE);
        assertThat(table.find(-1)).isEqualTo(PortTable.NONE);
    }

    @Test
    void agreesWithANaiveMatcherOnGeneratedRanges() {
        Random random = new Random(6);
        for (int round = 0; round < 50; round++) {
            int size = 1 + random.nextInt(20);
            int[] first = new int[size];
            int[] last = new int[size];
            PortTable.Builder builder = new PortTable.Builder();
            for (int i = 0; i < size; i++) {
                first[i] = 1 + random.nextInt(200);
                last[i] = first[i] + random.nextInt(20);
                builder.add(first[i], last[i]);
            }
            PortTable table = builder.build();
            for (int port = 0; port < 230; port++) {
                int expected = PortTable.NONE;
                for (int i = size - 1; i >= 0; i--) {
                    expected = first[i] <= port && port <= last[i] ? i : expected;
                }
                assertThat(table.find(port)).isEqualTo(expected);
            }
        }
    }
}
