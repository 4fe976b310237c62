package io.shrike.app.container;

import io.shrike.model.ProcessRef;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The container ids of processes, read once for each of the last few thousand. Owned by the writer thread. */
final class ProcessCgroups implements Function<ProcessRef, Optional<String>> {
    private static final int REMEMBERED = 4096;
    private static final int MOST_BYTES = 16_384;

    private final Path proc;
    private final Map<Started, Optional<String>> known = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Started, Optional<String>> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** A process, told apart from a later one with the same number. */
    private record Started(int pid, Instant at) {}

    ProcessCgroups(Path proc) {
        this.proc = proc;
    }

    /** Empty where the control group names no container, and where the process has ended. */
    @Override
    public Optional<String> apply(ProcessRef process) {
        return process.startTime()
                .asOptional()
                .map(at -> known.computeIfAbsent(new Started(process.pid(), at), _ -> read(process.pid())))
                .orElseGet(() -> read(process.pid()));
    }

    private Optional<String> read(int pid) {
        try (InputStream in = Files.newInputStream(proc.resolve(pid + "/cgroup"))) {
            return CgroupId.of(new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8));
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
