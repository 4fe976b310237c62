package io.shrike.model;

import java.util.List;

/**
 * A test of one register argument of a system call that the kernel's filter can make, too.
 *
 * @param index 0 to 5
 * @param values of which the test holds for any one
 * @param bits 32: the low half of the register; 64: all of it
 */
public record RegisterTest(int index, Kind kind, List<Long> values, int bits) {
    /** How the register is compared with a value. */
    public enum Kind {
        EQUAL,
        /** At least one bit of the value is set. */
        ANY_BITS,
        /** Every bit of the value is set. */
        ALL_BITS
    }

    public RegisterTest {
        values = List.copyOf(values);
    }
}
