package io.shrike.policy.compile;

import io.shrike.model.ByteString;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A path or glob as a policy spells it and, where a part of it is a symlink, as the kernel does. */
final class Spellings {
    private final UnaryOperator<ByteString> canonicalPath;
    private final Map<ByteString, ByteString> known = new HashMap<>();

    Spellings(UnaryOperator<ByteString> canonicalPath) {
        this.canonicalPath = canonicalPath;
    }

    /** One or two globs: the one that is written first, then the one whose leading names are canonical. */
    List<ByteString> of(String glob) {
        ByteString written = ByteString.utf8(glob);
        int end = literalEnd(written);
        ByteString literal = written.slice(0, end);
        if (end <= 1) {
            return List.of(written);
        }
        ByteString canonical = known.computeIfAbsent(literal, canonicalPath);
        return canonical.equals(literal)
                ? List.of(written)
                : List.of(written, escaped(canonical).concat(written.slice(end)));
    }

    static boolean isLiteral(ByteString glob) {
        return literalEnd(glob) == glob.length();
    }

    /** The end of the last segment before the first with a special character. */
    private static int literalEnd(ByteString glob) {
        for (int i = 0; i < glob.length(); i++) {
            if (isSpecial(glob.at(i))) {
                return Math.max(0, glob.slice(0, i).lastIndexOf('/'));
            }
        }
        return glob.length();
    }

    private static boolean isSpecial(byte b) {
        return b == '*' || b == '?' || b == '[' || b == '\\';
    }

    private static ByteString escaped(ByteString path) {
        ByteArrayOutputStream escaped = new ByteArrayOutputStream(path.length() + 8);
        for (int i = 0; i < path.length(); i++) {
            if (isSpecial(path.at(i))) {
                escaped.write('\\');
            }
            escaped.write(path.at(i));
        }
        return ByteString.of(escaped.toByteArray());
    }
}
