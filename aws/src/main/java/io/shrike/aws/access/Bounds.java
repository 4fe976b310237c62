package io.shrike.aws.access;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/** What a request of a service holds at most: so many items, bytes of all of them, and bytes of one. */
public record Bounds(int items, long bytes, long largest) {
    /** One item may fill a request. */
    public Bounds(int items, long bytes) {
        this(items, bytes, bytes);
    }

    /** The items in requests, in their order. An item that fits into none is refused. */
    public <E> List<List<Item<E>>> parts(List<Item<E>> items, Settlement settled) {
        return parts(items, (_, _) -> true, settled);
    }

    /** {@code together}: whether a request that begins with the first may also hold the second. */
    public <E> List<List<Item<E>>> parts(List<Item<E>> items, BiPredicate<E, E> together, Settlement settled) {
        List<List<Item<E>>> parts = new ArrayList<>();
        List<Item<E>> part = new ArrayList<>();
        long sum = 0;
        for (Item<E> item : items) {
            if (item.bytes() > largest) {
                settled.refuse(item.place(), "tooLarge");
                continue;
            }
            boolean full = part.size() == this.items || sum + item.bytes() > bytes;
            if (!part.isEmpty() && (full || !together.test(part.getFirst().body(), item.body()))) {
                parts.add(part);
                part = new ArrayList<>();
                sum = 0;
            }
            part.add(item);
            sum += item.bytes();
        }
        if (!part.isEmpty()) {
            parts.add(part);
        }
        return parts;
    }
}
