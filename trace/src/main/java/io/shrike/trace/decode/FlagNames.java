package io.shrike.trace.decode;

import io.shrike.linux.abi.OpenFlags;
import java.util.ArrayList;
import java.util.List;

/** Names of open flags, kept for the few combinations that programs use. Owned by the stop thread. */
final class FlagNames {
    private static final int SLOTS = 256;

    private final List<Entry> entries = new ArrayList<>();

    private record Entry(int flags, boolean arm, List<String> names) {
        static final Entry NONE = new Entry(0, false, OpenFlags.names(0, false));
    }

    FlagNames() {
        for (int i = 0; i < SLOTS; i++) {
            entries.add(Entry.NONE);
        }
    }

    List<String> of(int flags, boolean arm) {
        int slot = (flags ^ (flags >>> 8) ^ (flags >>> 16)) & (SLOTS - 1);
        Entry known = entries.get(slot);
        if (known.flags != flags || known.arm != arm) {
            known = new Entry(flags, arm, List.copyOf(OpenFlags.names(flags, arm)));
            entries.set(slot, known);
        }
        return known.names;
    }
}
