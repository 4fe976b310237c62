package io.shrike.policy.match;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

/** Ranges of ports against a naive lookup. */
class PortTableFuzz {
    private record Ports(int first, int last) {
        static Ports of(FuzzedDataProvider data) {
            int first = data.consumeInt(0, 65535);
            return new Ports(first, data.consumeBoolean() ? first : data.consumeInt(first, 65535));
        }
    }

    @FuzzTest
    void agreesWithANaiveMatcher(FuzzedDataProvider data) {
        List<Ports> ranges = Generated.some(data, 12, Ports::of);
        PortTable.Builder builder = new PortTable.Builder();
        ranges.forEach(ports -> builder.add(ports.first(), ports.last()));
        PortTable table = builder.build();
        for (Ports ports : ranges) {
            for (int port = ports.first() - 1; port <= ports.first() + 1; port++) {
                assertThat(table.find(port)).as("%d in %s", port, ranges).isEqualTo(naive(ranges, port));
            }
            for (int port = ports.last() - 1; port <= ports.last() + 1; port++) {
                assertThat(table.find(port)).as("%d in %s", port, ranges).isEqualTo(naive(ranges, port));
            }
        }
        int any = data.consumeInt();
        assertThat(table.find(any)).as("%d in %s", any, ranges).isEqualTo(naive(ranges, any));
    }

    private static int naive(List<Ports> ranges, int port) {
        for (int i = 0; i < ranges.size(); i++) {
            if (ranges.get(i).first() <= port && port <= ranges.get(i).last()) {
                return i;
            }
        }
        return PortTable.NONE;
    }
}
