package io.shrike.policy.compile;

import io.shrike.model.ByteString;
import io.shrike.policy.document.PolicyDocument;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Compiles policy documents. What it must know of the machine comes as two functions, so that a policy can be compiled where
 * it will not run.
 */
public final class PolicyCompiler {
    private final Function<String, Set<String>> families;
    private final UnaryOperator<ByteString> canonicalPath;

    /** A compiler that takes paths as they are written. See {@link #PolicyCompiler(Function, UnaryOperator)}. */
    public PolicyCompiler(Function<String, Set<String>> families) {
        this(families, UnaryOperator.identity());
    }

    /**
     * @param families the names of the calls that a name in a policy stands for, e.g. open, openat, openat2 and creat for
     *     {@code open}; empty for a name it does not know
     * @param canonicalPath an absolute path without symlinks, as the watched programs see it; a path of which nothing
     *     exists comes back as it is. Rules match both spellings
     */
    public PolicyCompiler(Function<String, Set<String>> families, UnaryOperator<ByteString> canonicalPath) {
        this.families = families;
        this.canonicalPath = canonicalPath;
    }

    /** The judge over all documents together, in their order. The result belongs to one thread. */
    public CompiledPolicy compile(List<PolicyDocument> documents) {
        Compilation compilation = new Compilation(families, new Spellings(canonicalPath));
        documents.forEach(compilation::add);
        return compilation.finish(documents);
    }
}
