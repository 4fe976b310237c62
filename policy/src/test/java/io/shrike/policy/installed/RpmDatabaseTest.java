package io.shrike.policy.installed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** A database that rpm 4.18 wrote: thirty packages with headers of about 12 KB; its log takes one of them away. */
class RpmDatabaseTest {
    private static final byte[] DATABASE = resource("rpmdb.sqlite.gz");
    private static final byte[] LOG = resource("rpmdb.sqlite-wal.gz");
    private static final byte[] NO_LOG = {};

    private static byte[] resource(String name) {
        try (InputStream packed = Objects.requireNonNull(RpmDatabaseTest.class.getResourceAsStream(name));
                InputStream in = new GZIPInputStream(packed)) {
            return in.readAllBytes();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private static PackageList read(byte[] database, byte[] log) {
        return PackageDatabase.RPM.parse(database, database.length, log);
    }

    @Test
    void namesEveryPackageWithEpochVersionAndRelease() {
        PackageList list = read(DATABASE, NO_LOG);
        assertThat(list.size()).isEqualTo(30);
        assertThat(list.version("sample-0")).contains("1.0-2");
        assertThat(list.version("sample-29")).contains("3:1.29-2");
    }

    /** A second one was taken away by a transaction that is not committed. */
    @Test
    void countsWhatIsCommittedInTheLog() {
        PackageList list = read(DATABASE, LOG);
        assertThat(list.since(read(DATABASE, NO_LOG))).hasSize(1);
        assertThat(list.size()).isEqualTo(29);
    }

    @Test
    void aLogOfAnotherTimeDoesNotCount() {
        byte[] older = LOG.clone();
        older[16] ^= 1;
        assertThat(read(DATABASE, older).size()).isEqualTo(30);
    }

    @Test
    void refusesWhatIsNoDatabase() {
        assertThatThrownBy(() -> read(new byte[200], NO_LOG)).isInstanceOf(UnknownFormatException.class);
        assertThatThrownBy(() -> read("P:a\nV:1\n".getBytes(StandardCharsets.US_ASCII), NO_LOG))
                .isInstanceOf(UnknownFormatException.class);
    }

    @Test
    void endsWithAnAnswerForADamagedFile() {
        Random random = new Random(42);
        for (int run = 0; run < 300; run++) {
            byte[] damaged = DATABASE.clone();
            for (int i = 0; i < 40; i++) {
                damaged[random.nextInt(100, damaged.length)] = (byte) random.nextInt();
            }
            int length = run % 3 == 0 ? random.nextInt(damaged.length) : damaged.length;
            try {
                assertThat(PackageDatabase.RPM.parse(damaged, length, LOG).size())
                        .isLessThanOrEqualTo(Stanzas.MOST_PACKAGES);
            } catch (UnknownFormatException expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
        }
    }
}
