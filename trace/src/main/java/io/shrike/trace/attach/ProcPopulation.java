package io.shrike.trace.attach;

import io.shrike.linux.libc.Errno;
import io.shrike.linux.procfs.ProcLink;
import io.shrike.linux.procfs.ProcReader;
import io.shrike.linux.procfs.ProcStat;
import io.shrike.linux.procfs.ProcStatus;
import io.shrike.linux.procfs.Reading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** {@link Population} out of proc(5). Owned by one thread. */
public final class ProcPopulation implements Population, AutoCloseable {
    private final ProcReader reader = new ProcReader();

    @Override
    public int[] processes() {
        return reader.processes();
    }

    @Override
    public long startTicks(int pid) {
        return reader.stat(pid)
                .asOptional()
                .filter(found -> !found.isZombie())
                .map(ProcStat::startTimeTicks)
                .orElse(-1L);
    }

    @Override
    public Optional<Inhabitant> inhabitant(int pid) {
        Optional<ProcStat> stat = reader.stat(pid).asOptional().filter(found -> !found.isZombie());
        return stat.map(found ->
                new Inhabitant(pid, found.ppid(), found.startTimeTicks(), filters(pid), group(pid), program(pid)));
    }

    private int filters(int pid) {
        return reader.status(pid).map(ProcStatus::seccompFilters).asOptional().orElse(0);
    }

    private static String group(int pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cgroup"), StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return "";
        }
    }

    private String program(int pid) {
        return switch (reader.exe(pid)) {
            case Reading.Value<ProcLink>(ProcLink link) -> new String(link.target(), StandardCharsets.ISO_8859_1);
            case Reading.Failure<ProcLink>(int errno) -> errno == Errno.ENOENT ? "" : "unknown";
        };
    }

    @Override
    public void close() {
        reader.close();
    }
}
