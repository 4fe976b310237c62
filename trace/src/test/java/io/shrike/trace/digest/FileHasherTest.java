package io.shrike.trace.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.linux.libc.NativeBuffer;
import io.shrike.model.Field;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileHasherTest {
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private final KnownDigests known = new KnownDigests();
    private final FileHasher hasher = new FileHasher(known);

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        hasher.close();
    }

    private static OpenProgram open(Path file) {
        try (NativeBuffer path = new NativeBuffer(4097)) {
            path.putCString(file.toString().getBytes(StandardCharsets.UTF_8));
            return OpenProgram.open(path);
        }
    }

    private Field<String> sha256(Path file, long limit) {
        OpenProgram open = open(file);
        Field<String> digest = hasher.sha256(open, limit);
        open.close();
        return digest;
    }

    @Test
    void takesTheDigestOfAFileAtOrBelowTheLimit() throws IOException {
        Path abc = Files.writeString(folder.resolve("abc"), "abc");
        assertThat(sha256(abc, 2)).isEqualTo(Field.unreadable("EFBIG"));
        assertThat(sha256(abc, 3)).isEqualTo(Field.known(ABC));
    }

    @Test
    void takesTheDigestOfAFileOfManyChunks() throws IOException, NoSuchAlgorithmException {
        byte[] content = new byte[200_001];
        content[150_000] = 7;
        Path file = Files.write(folder.resolve("long"), content);
        String expected =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        assertThat(sha256(file, content.length)).isEqualTo(Field.known(expected));
    }

    @Test
    void reportsWhatIsNoFileOrNotThere() {
        assertThat(sha256(folder, 10)).isEqualTo(Field.unreadable("EACCES"));
        assertThat(sha256(folder.resolve("none"), 10)).isEqualTo(Field.unreadable("ENOENT"));
    }

    @Test
    void remembersWhatItReadWhateverTheLimitIsThen() throws IOException {
        Path file = Path.of("/proc/self/exe").toRealPath();
        assertThat(sha256(file, Long.MAX_VALUE - 1)).isInstanceOf(Field.Known.class);
        assertThat(sha256(file, -1)).isEqualTo(sha256(file, Long.MAX_VALUE - 1));
    }

    /** A second change within one tick of the clock could not be told from the first. */
    @Test
    void doesNotRememberAFileThatWasWrittenAMomentAgo() throws IOException {
        Path file = Files.writeString(folder.resolve("fresh"), "abc");
        assertThat(sha256(file, 10)).isEqualTo(Field.known(ABC));
        assertThat(sha256(file, -1)).isEqualTo(Field.unreadable("EFBIG"));
    }

    @Test
    void stampsTellAWriteEvenWhereItsTimeIsSetBack() throws IOException {
        Path file = Files.writeString(folder.resolve("old"), "abc");
        FileTime before = Files.getLastModifiedTime(file);
        OpenProgram open = open(file);
        FileStamp first = hasher.stamp(open).orElseThrow();
        Files.writeString(file, "abd");
        Files.setLastModifiedTime(file, before);
        FileStamp second = hasher.stamp(open).orElseThrow();
        open.close();
        assertThat(second.size()).isEqualTo(first.size());
        assertThat(second).isNotEqualTo(first);
    }
}
