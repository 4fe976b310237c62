package io.shrike.linux.testing;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/** Collects static assertions in C about numbers that Java code uses. */
public final class CAssertions {
    private final List<String> lines = new ArrayList<>();

    /** Source that includes these headers, in this order. */
    public CAssertions include(String... headers) {
        for (String header : headers) {
            lines.add("#include <" + header + ">");
        }
        return this;
    }

    /** Two C expressions have the same value in the lowest {@code bits} bits. */
    public CAssertions same(String expression, long value, int bits) {
        String type = bits == 32 ? "unsigned int" : "unsigned long long";
        lines.add("_Static_assert((%s)(%s) == (%s)0x%xULL, \"%s\");"
                .formatted(type, expression, type, bits == 32 ? value & 0xffffffffL : value, expression));
        return this;
    }

    public CAssertions same(String expression, long value) {
        return same(expression, value, 64);
    }

    /** Every public int or long constant of the class whose name starts with the prefix is a constant of the same name in C. */
    public CAssertions constantsOf(Class<?> type, String prefix, String... otherThan) {
        for (Field field : type.getDeclaredFields()) {
            if (Modifier.isPublic(field.getModifiers())
                    && Modifier.isStatic(field.getModifiers())
                    && field.getName().startsWith(prefix)
                    && !List.of(otherThan).contains(field.getName())) {
                same(field.getName(), value(field), field.getType() == int.class ? 32 : 64);
            }
        }
        return this;
    }

    public int count() {
        return (int)
                lines.stream().filter(line -> line.startsWith("_Static_assert")).count();
    }

    public String source() {
        return "#define _GNU_SOURCE\n#include <stddef.h>\n" + String.join("\n", lines) + "\n";
    }

    private static long value(Field field) {
        try {
            return field.getType() == int.class ? field.getInt(null) : field.getLong(null);
        } catch (IllegalAccessException notReadable) {
            throw new AssertionError(notReadable);
        }
    }
}
