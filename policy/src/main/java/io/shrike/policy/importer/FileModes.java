package io.shrike.policy.importer;

import io.shrike.policy.importer.HookTable.ModeKind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a file is opened, told by a number: as events. */
final class FileModes {
    /** O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND. */
    private static final int WRITING = 1 | 2 | 0x40 | 0x200 | 0x400;

    private FileModes() {}

    /** The events that the condition leaves; empty where no set of events says the same. */
    static Optional<List<String>> events(ModeKind kind, Condition condition) {
        boolean understood = condition.operator() == Operator.EQUAL || condition.operator() == Operator.MASK;
        if (!understood || condition.values().isEmpty()) {
            return Optional.empty();
        }
        List<String> events = new ArrayList<>();
        for (String value : condition.values()) {
            Optional<Integer> bits = Values.number(value).map(BigInteger::intValue);
            List<String> meant = bits.map(number -> events(kind, condition.operator(), number))
                    .orElse(List.of());
            if (meant.isEmpty()) {
                return Optional.empty();
            }
            events.addAll(meant);
        }
        return Optional.of(events);
    }

    private static List<String> events(ModeKind kind, Operator operator, int bits) {
        return switch (kind) {
            case MAY -> both((bits & 4) != 0, (bits & (2 | 8)) != 0);
            case PROT -> both((bits & 1) != 0, (bits & 2) != 0);
            case FLAGS -> {
                boolean mask = operator == Operator.MASK;
                boolean writes = (bits & WRITING) != 0;
                yield both(!writes && !mask, writes && (!mask || (bits & ~WRITING) == 0));
            }
        };
    }

    private static List<String> both(boolean open, boolean write) {
        List<String> events = new ArrayList<>();
        if (open) {
            events.add("open");
        }
        if (write) {
            events.add("write");
        }
        return events;
    }
}
