package io.shrike.policy.yaml;

import static org.assertj.core.api.Assertions.assertThatCode;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.shrike.model.ByteString;
import io.shrike.policy.match.NameTable;
import io.shrike.policy.match.PathReach;
import io.shrike.policy.match.PathTable;
import io.shrike.policy.match.TextGlobs;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A glob without a mistake in the eyes of the parser is one in the eyes of every table. */
class GlobSyntaxFuzz {
    @FuzzTest
    void tablesTakeWhatTheParserAccepts(byte[] text) {
        String glob = new String(text, StandardCharsets.UTF_8);
        if (glob.isEmpty() || Globs.mistake(glob).isPresent()) {
            return;
        }
        ByteString bytes = ByteString.utf8(glob);
        assertThatCode(() -> new TextGlobs(List.of(bytes)).match(bytes)).doesNotThrowAnyException();
        if (Globs.escapesSlash(glob)) {
            return;
        }
        assertThatCode(() -> new NameTable.Builder().add(bytes, 0).build()).doesNotThrowAnyException();
        ByteString path = ByteString.utf8("/").concat(bytes);
        assertThatCode(() ->
                        new PathTable.Builder().add(path, PathReach.BELOW, 0).build())
                .doesNotThrowAnyException();
    }
}
