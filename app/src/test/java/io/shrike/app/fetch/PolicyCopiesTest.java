package io.shrike.app.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shrike.model.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCopiesTest {
    private static final String ADDRESS = "https://host/p.yaml";
    private static final ByteString TEXT = ByteString.utf8("the policy\n");

    @TempDir
    Path temp;

    private Path directory = Path.of("");
    private PolicyCopies copies = new PolicyCopies(directory);

    @BeforeEach
    void placeCopies() {
        directory = temp.resolve("journal/policies");
        copies = new PolicyCopies(directory);
    }

    private Optional<ByteString> kept() {
        return copies.read(ADDRESS).map(PolicyCopies.Copy::text);
    }

    @Test
    void keepsTheLastTextOfEachAddressForItsOwnerOnly() throws IOException {
        assertThat(kept()).isEmpty();
        copies.write(ADDRESS, ByteString.utf8("older"));
        copies.write(ADDRESS, TEXT);
        copies.write("https://host/q.yaml", ByteString.EMPTY);
        assertThat(kept()).contains(TEXT);
        assertThat(copies.read("https://host/q.yaml").map(PolicyCopies.Copy::text))
                .contains(ByteString.EMPTY);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copies.file(ADDRESS))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void takesNothingForAPolicyThatIsNotWhole() throws IOException {
        copies.write(ADDRESS, TEXT);
        byte[] whole = Files.readAllBytes(copies.file(ADDRESS));
        for (int length = 0; length < whole.length; length++) {
            Files.write(copies.file(ADDRESS), Arrays.copyOf(whole, length));
            assertThat(kept()).as("cut after %d bytes", length).isEmpty();
        }
        whole[whole.length - 2] ^= 1;
        Files.write(copies.file(ADDRESS), whole);
        assertThat(kept()).isEmpty();
    }

    @Test
    void followsNoLink() throws IOException {
        copies.write(ADDRESS, TEXT);
        Path elsewhere = Files.move(copies.file(ADDRESS), temp.resolve("elsewhere"));
        Files.createSymbolicLink(copies.file(ADDRESS), elsewhere);
        assertThat(kept()).isEmpty();
    }

    @Test
    void writesOverWhatAWriterLeftThatWasKilled() throws IOException {
        copies.write(ADDRESS, TEXT);
        Path unborn =
                Path.of(copies.file(ADDRESS) + "." + ProcessHandle.current().pid() + ".new");
        Files.writeString(unborn, "half");
        assertThat(kept()).contains(TEXT);
        copies.write(ADDRESS, ByteString.utf8("newer"));
        assertThat(kept()).contains(ByteString.utf8("newer"));
        assertThat(unborn).doesNotExist();
    }

    @Test
    void saysWhereNoCopyCanBeKeptAndWhy() throws IOException {
        Files.createDirectory(temp.resolve("journal"));
        Files.writeString(directory, "in the way");
        assertThatThrownBy(() -> copies.write(ADDRESS, TEXT))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("no copy of the policy can be kept in " + directory + ": ");
    }
}
