package io.shrike.linux.abi;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The names of the int and long constants of a class, so that no name is written twice. Immutable. */
final class ConstantNames {
    private record Constant(String name, long value) {}

    private final List<Constant> constants;

    private ConstantNames(List<Constant> constants) {
        this.constants = List.copyOf(constants);
    }

    /** The constants of {@code type} whose names start with one of the prefixes; an int counts as unsigned. */
    static ConstantNames of(Class<?> type, String... prefixes) {
        List<Constant> found = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            if (Modifier.isPublic(field.getModifiers()) && startsWithAny(field.getName(), prefixes)) {
                found.add(new Constant(field.getName(), value(field)));
            }
        }
        return new ConstantNames(found);
    }

    /** These names but for those that start with one of the prefixes. */
    ConstantNames without(String... prefixes) {
        return new ConstantNames(constants.stream()
                .filter(constant -> !startsWithAny(constant.name(), prefixes))
                .toList());
    }

    /** The name of the value, or the value in hexadecimal. */
    String nameOf(long value) {
        for (Constant constant : constants) {
            if (constant.value() == value) {
                return constant.name();
            }
        }
        return "0x" + Long.toHexString(value);
    }

    /** The names of the bits that are set, a name of several bits before the names of each; what is left over as one number. */
    List<String> flagsOf(long flags) {
        List<Constant> set = new ArrayList<>();
        long rest = flags;
        for (Constant constant : widestFirst()) {
            if (constant.value() != 0 && (rest & constant.value()) == constant.value()) {
                set.add(constant);
                rest &= ~constant.value();
            }
        }
        set.sort(Comparator.comparingInt(constants::indexOf));
        List<String> names = new ArrayList<>(set.stream().map(Constant::name).toList());
        if (rest != 0) {
            names.add("0x" + Long.toHexString(rest));
        }
        return names;
    }

    private List<Constant> widestFirst() {
        List<Constant> sorted = new ArrayList<>(constants);
        sorted.sort(Comparator.comparingInt(constant -> -Long.bitCount(constant.value())));
        return sorted;
    }

    private static boolean startsWithAny(String name, String... prefixes) {
        for (String prefix : prefixes) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    private static long value(Field field) {
        try {
            return field.getType() == int.class ? Integer.toUnsignedLong(field.getInt(null)) : field.getLong(null);
        } catch (IllegalAccessException notReadable) {
            throw new AssertionError(notReadable);
        }
    }
}
