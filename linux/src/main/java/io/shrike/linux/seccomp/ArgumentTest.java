package io.shrike.linux.seccomp;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** A condition on one argument of a system call, 0 to 5, by the positions of the 64-bit ABIs. */
public sealed interface ArgumentTest {
    /** How much of the register the kernel uses. */
    enum Width {
        /** An int, an unsigned int, a mode_t, a pid_t: the low 32 bits; what the high half holds changes nothing. */
        INT,
        /** A long, a size_t, a pointer: the whole register on 64-bit ABIs, 32 bits on the others. */
        LONG
    }

    int argument();

    Width width();

    /** The condition on an argument of a name, as a C expression. */
    String describe(String name);

    /** Whether any bit of a mask is set. */
    record MaskAnySet(int argument, long mask, Width width) implements ArgumentTest {
        public MaskAnySet {
            check(argument);
        }

        @Override
        public String describe(String name) {
            return "(" + name + " & " + hex(mask, width) + ") != 0";
        }
    }

    /** Whether the bits of a mask are those of a value. */
    record MaskedEquals(int argument, long mask, long value, Width width) implements ArgumentTest {
        public MaskedEquals {
            check(argument);
        }

        @Override
        public String describe(String name) {
            return "(" + name + " & " + hex(mask, width) + ") == " + hex(value, width);
        }
    }

    /** Whether the argument is a value. */
    record Equals(int argument, long value, Width width) implements ArgumentTest {
        public Equals {
            check(argument);
        }

        @Override
        public String describe(String name) {
            return name + " == " + hex(value, width);
        }
    }

    /** Whether the argument is one of some values; of none it never is. */
    record In(int argument, List<Long> values, Width width) implements ArgumentTest {
        public In {
            check(argument);
            values = List.copyOf(values);
        }

        @Override
        public String describe(String name) {
            return name + " in "
                    + values.stream().map(value -> hex(value, width)).collect(Collectors.joining(", ", "{", "}"));
        }
    }

    /** A test of an int. */
    static ArgumentTest anySet(int argument, int mask) {
        return new MaskAnySet(argument, mask, Width.INT);
    }

    /** A test of an int. */
    static ArgumentTest maskedEquals(int argument, int mask, int value) {
        return new MaskedEquals(argument, mask, value, Width.INT);
    }

    /** A test of an int. */
    static ArgumentTest equalTo(int argument, int value) {
        return new Equals(argument, value, Width.INT);
    }

    /** A test of an int. */
    static ArgumentTest in(int argument, Integer... values) {
        return new In(argument, List.of(values).stream().map(Integer::longValue).toList(), Width.INT);
    }

    private static void check(int argument) {
        if (argument < 0 || argument > 5) {
            throw new IllegalArgumentException("a system call has arguments 0 to 5: argument=" + argument);
        }
    }

    private static String hex(long value, Width width) {
        String digits = HexFormat.of().toHexDigits(width == Width.INT ? value & 0xFFFFFFFFL : value);
        return "0x" + digits.replaceFirst("^0{1,15}", "");
    }
}
