package io.shrike.trace.decode;

import io.shrike.model.ByteString;
import java.util.Optional;

/** The {@code #!} line of a script, read as the kernel's binfmt_script does. */
final class HashBang {
    private HashBang() {}

    /** The interpreter named at the {@code head} of a file; empty when it is no script. */
    static Optional<ByteString> interpreter(byte[] head) {
        if (head.length < 3 || head[0] != '#' || head[1] != '!') {
            return Optional.empty();
        }
        int from = 2;
        while (from < head.length && (head[from] == ' ' || head[from] == '\t')) {
            from++;
        }
        int to = from;
        while (to < head.length && head[to] != ' ' && head[to] != '\t' && head[to] != '\n' && head[to] != 0) {
            to++;
        }
        return from == to ? Optional.empty() : Optional.of(ByteString.copyOf(head, from, to - from));
    }
}
