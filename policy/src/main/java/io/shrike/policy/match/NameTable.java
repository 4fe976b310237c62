package io.shrike.policy.match;

import io.shrike.model.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names of executables: a base name ({@code nc}), an absolute path ({@code /usr/bin/nc}), or a glob of either
 * ({@code python3*}, {@code /opt/**}). A name is compared whole, never as a part of another. A relative name with a slash
 * ({@code bin/nc}) is met at any depth.
 *
 * <p>Not thread-safe.
 */
public final class NameTable {
    private static final ByteString ANY_DEPTH = ByteString.utf8("/**/");

    private final BaseNames baseNames;
    private final @Nullable GlobSet baseGlobs;
    private final int[] baseGlobRules;
    private final @Nullable PathTable paths;

    private NameTable(Builder builder) {
        baseNames = builder.baseNames;
        baseGlobs = builder.globs.isEmpty() ? null : new GlobSet(builder.globs);
        baseGlobRules = builder.globRules.stream().mapToInt(Integer::intValue).toArray();
        paths = builder.paths.isEmpty() ? null : builder.paths.build();
    }

    /** Adds every rule that names the program {@code path}, which may be a bare name. */
    public void match(ByteString path, RuleHits hits) {
        int from = path.lastIndexOf('/') + 1;
        hits.addAll(baseNames.find(path, from));
        GlobSet globs = baseGlobs;
        if (globs != null) {
            for (int number : globs.match(path, from, path.length())) {
                hits.add(baseGlobRules[number]);
            }
        }
        PathTable table = paths;
        if (table != null && from > 0) {
            table.match(path, hits);
        }
    }

    /** Collects names; {@link #build()} ends it. */
    public static final class Builder {
        private final BaseNames baseNames = new BaseNames();
        private final List<Glob> globs = new ArrayList<>();
        private final List<Integer> globRules = new ArrayList<>();
        private final PathTable.Builder paths = new PathTable.Builder();

        /** @throws GlobSyntaxException where the name is no readable glob */
        public Builder add(ByteString name, int rule) {
            if (name.indexOf('/', 0) >= 0) {
                ByteString absolute = name.at(0) == '/' ? name : ANY_DEPTH.concat(name);
                paths.add(absolute, PathReach.SELF, rule);
                return this;
            }
            Glob glob = Glob.parse(name);
            if (glob.isLiteral()) {
                baseNames.add(glob.literal(), rule);
            } else {
                globs.add(glob);
                globRules.add(rule);
            }
            return this;
        }

        public NameTable build() {
            return new NameTable(this);
        }
    }
}
