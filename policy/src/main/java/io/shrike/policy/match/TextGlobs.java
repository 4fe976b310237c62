package io.shrike.policy.match;

import io.shrike.model.ByteString;
import java.util.List;

/** Globs of any text, in which {@code *} crosses everything, numbered from 0. Not thread-safe. */
public final class TextGlobs {
    private final GlobSet set;

    /** @throws GlobSyntaxException where one of the globs cannot be read */
    public TextGlobs(List<ByteString> globs) {
        set = new GlobSet(globs.stream().map(Glob::parse).toList());
    }

    /** The numbers of the globs that match all of {@code text}. The array is not the caller's to keep or change. */
    public int[] match(ByteString text) {
        return set.match(text, 0, text.length());
    }
}
