package io.shrike.app.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.Field;
import io.shrike.model.ProcessRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessCgroupsTest {
    private static final String FIRST = "a".repeat(64);
    private static final String SECOND = "b".repeat(64);

    @TempDir
    Path proc;

    private static ProcessRef process(Field<Instant> started) {
        return new ProcessRef(
                12,
                12,
                1,
                Field.unreadable("x"),
                Field.unreadable("x"),
                Field.unreadable("x"),
                Field.unreadable("x"),
                Field.unreadable("x"),
                started,
                List.of());
    }

    private void write(String id) throws IOException {
        Files.createDirectories(proc.resolve("12"));
        Files.writeString(proc.resolve("12/cgroup"), "0::/docker/" + id + "\n");
    }

    @Test
    void remembersAProcessButNotALaterOneOfTheSameNumber() throws IOException {
        ProcessCgroups cgroups = new ProcessCgroups(proc);
        write(FIRST);
        assertThat(cgroups.apply(process(Field.known(Instant.EPOCH)))).contains(FIRST);
        write(SECOND);
        assertThat(cgroups.apply(process(Field.known(Instant.EPOCH)))).contains(FIRST);
        assertThat(cgroups.apply(process(Field.known(Instant.EPOCH.plusSeconds(1)))))
                .contains(SECOND);
    }

    @Test
    void readsEachTimeWhereTheStartIsUnknown() throws IOException {
        ProcessCgroups cgroups = new ProcessCgroups(proc);
        write(FIRST);
        assertThat(cgroups.apply(process(Field.unreadable("EPERM")))).contains(FIRST);
        write(SECOND);
        assertThat(cgroups.apply(process(Field.unreadable("EPERM")))).contains(SECOND);
    }

    @Test
    void findsNothingOfAProcessThatHasEnded() {
        assertThat(new ProcessCgroups(proc).apply(process(Field.unreadable("ESRCH"))))
                .isEmpty();
    }
}
