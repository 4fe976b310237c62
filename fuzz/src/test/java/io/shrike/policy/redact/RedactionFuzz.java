package io.shrike.policy.redact;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.shrike.model.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Any arguments with a key of AWS among their words: the key is hidden, and nothing is added but the mark. */
class RedactionFuzz {
    private static final String KEY = "AKIAIOSFODNN7EXAMPLE";
    private static final List<String> PIECES = List.of(
            "--password",
            "-p",
            "=",
            ":",
            "://",
            "@",
            "\"",
            "'",
            " ",
            "{",
            "}",
            ",",
            "token",
            "Authorization",
            "Bearer",
            "-u",
            "\n",
            "\\",
            "/",
            "?",
            "-",
            "a",
            "Cookie",
            "\u00e4");

    @FuzzTest
    void hidesAKeyAndAddsNothing(FuzzedDataProvider data) {
        List<ByteString> arguments =
                new ArrayList<>(List.of(latin1(data.pickValue(List.of("x", "curl", "mysql", "/bin/aws")))));
        int count = data.consumeInt(0, 5);
        for (int i = 0; i < count; i++) {
            arguments.add(latin1(text(data)));
        }
        arguments.add(latin1(text(data) + " " + KEY + " " + text(data)));
        arguments.add(ByteString.of(data.consumeRemainingAsBytes()));
        List<ByteString> clean = Redaction.redact(arguments);
        assertThat(clean).hasSameSizeAs(arguments);
        assertThat(clean.getFirst()).isEqualTo(arguments.getFirst());
        assertThat(text(clean.get(clean.size() - 2))).as("%s", arguments).doesNotContain(KEY);
        for (int i = 0; i < clean.size(); i++) {
            assertThat(isWhatIsLeft(text(clean.get(i)), text(arguments.get(i))))
                    .as("%s of %s", clean.get(i), arguments.get(i))
                    .isTrue();
        }
    }

    /** The pieces between the marks stand in the original in this order; the first at its start, the last at its end. */
    private static boolean isWhatIsLeft(String clean, String original) {
        String[] pieces = clean.split(Pattern.quote(Redaction.MARK), -1);
        if (pieces.length == 1) {
            return clean.equals(original);
        }
        int at = 0;
        for (String piece : pieces) {
            int found = original.indexOf(piece, at);
            if (found < 0) {
                return false;
            }
            at = found + piece.length();
        }
        return original.startsWith(pieces[0]) && original.endsWith(pieces[pieces.length - 1]);
    }

    private static String text(FuzzedDataProvider data) {
        StringBuilder text = new StringBuilder();
        int pieces = data.consumeInt(0, 8);
        for (int i = 0; i < pieces; i++) {
            text.append(data.pickValue(PIECES));
        }
        return text.toString();
    }

    private static String text(ByteString bytes) {
        return new String(bytes.toArray(), StandardCharsets.ISO_8859_1);
    }

    private static ByteString latin1(String text) {
        return ByteString.of(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
