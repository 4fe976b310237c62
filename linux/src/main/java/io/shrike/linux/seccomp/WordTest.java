package io.shrike.linux.seccomp;

import java.util.List;

/** A condition on one 32-bit word of struct seccomp_data, which is all that an instruction can look at. */
sealed interface WordTest {
    /** The offset of the word in bytes. */
    int offset();

    /** Whether any bit of a mask, not 0, is set. */
    record AnySet(int offset, int mask) implements WordTest {}

    /** Whether the bits of a mask are one of some values, at least one, in order. */
    record OneOf(int offset, int mask, List<Integer> values) implements WordTest {}
}
