package io.shrike.model;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Immutable bytes from the watched side: file names, arguments. Linux gives them no encoding; {@link #escaped()} is the one
 * reversible text form. Comparison is by bytes.
 */
public final class ByteString implements Comparable<ByteString> {
    public static final ByteString EMPTY = new ByteString(new byte[0]);

    private final byte[] bytes;
    private int hash;

    private ByteString(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of {@code length} bytes of {@code source} from {@code from}. */
    public static ByteString copyOf(byte[] source, int from, int length) {
        return length == 0 ? EMPTY : new ByteString(Arrays.copyOfRange(source, from, from + length));
    }

    public static ByteString of(byte... bytes) {
        return copyOf(bytes, 0, bytes.length);
    }

    /** The UTF-8 bytes of {@code text}: how text of a policy is compared with names of the kernel. */
    public static ByteString utf8(String text) {
        return text.isEmpty() ? EMPTY : new ByteString(text.getBytes(StandardCharsets.UTF_8));
    }

    public int length() {
        return bytes.length;
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    public byte at(int index) {
        return bytes[index];
    }

    public byte[] toArray() {
        return bytes.clone();
    }

    public boolean startsWith(ByteString prefix) {
        int n = prefix.bytes.length;
        return n <= bytes.length && Arrays.equals(bytes, 0, n, prefix.bytes, 0, n);
    }

    public boolean endsWith(ByteString suffix) {
        int n = suffix.bytes.length;
        return n <= bytes.length && Arrays.equals(bytes, bytes.length - n, bytes.length, suffix.bytes, 0, n);
    }

    /** Index of the first {@code wanted} at or after {@code from}, or -1. */
    public int indexOf(char wanted, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == (byte) wanted) {
                return i;
            }
        }
        return -1;
    }

    /** Index of the last {@code wanted}, or -1. */
    public int lastIndexOf(char wanted) {
        for (int i = bytes.length - 1; i >= 0; i--) {
            if (bytes[i] == (byte) wanted) {
                return i;
            }
        }
        return -1;
    }

    /** The bytes from {@code from} (inclusive) to {@code to} (exclusive). */
    public ByteString slice(int from, int to) {
        return from == 0 && to == bytes.length ? this : copyOf(bytes, from, to - from);
    }

    public ByteString slice(int from) {
        return slice(from, bytes.length);
    }

    public ByteString concat(ByteString other) {
        byte[] joined = Arrays.copyOf(bytes, bytes.length + other.bytes.length);
        System.arraycopy(other.bytes, 0, joined, bytes.length, other.bytes.length);
        return new ByteString(joined);
    }

    /** What follows the last {@code /}; everything where there is none. */
    public ByteString baseName() {
        return slice(lastIndexOf('/') + 1);
    }

    /**
     * The bytes as text from which they can be had back: UTF-8 is decoded, a byte that is not UTF-8 becomes {@code \xNN}, a
     * backslash becomes two. Control characters stay as they are; each encoder makes them harmless in its own format.
     */
    public String escaped() {
        return indexOf('\\', 0) < 0 && isUtf8() ? new String(bytes, StandardCharsets.UTF_8) : ByteEscapes.escape(bytes);
    }

    private boolean isUtf8() {
        for (byte b : bytes) {
            if (b < 0) {
                return decodes();
            }
        }
        return true;
    }

    private boolean decodes() {
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }

    @Override
    public int compareTo(ByteString other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteString that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        int h = hash;
        if (h == 0) {
            h = Arrays.hashCode(bytes);
            hash = h;
        }
        return h;
    }

    /** {@link #escaped()}. */
    @Override
    public String toString() {
        return escaped();
    }
}
