package io.shrike.trace.tree;

import io.shrike.linux.libc.Errno;
import io.shrike.linux.procfs.BootClock;
import io.shrike.linux.procfs.ProcLink;
import io.shrike.linux.procfs.ProcReader;
import io.shrike.linux.procfs.ProcStat;
import io.shrike.linux.procfs.ProcStatus;
import io.shrike.linux.procfs.Reading;
import io.shrike.model.ByteString;
import io.shrike.model.Field;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** {@link ProcessFacts} out of /proc (proc(5)). Owned by one thread. */
public final class ProcFacts implements ProcessFacts, AutoCloseable {
    private static final int MAX_COMMAND_LINE = 128 * 1024;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final ProcReader reader = new ProcReader();
    private final BootClock clock = BootClock.read();

    @Override
    public Identity identity(int tid) {
        return switch (reader.status(tid)) {
            case Reading.Value<ProcStatus>(ProcStatus status) ->
                new Identity(
                        status.tgid(),
                        status.ppid(),
                        status.uid().effective(),
                        status.gid().effective(),
                        0);
            case Reading.Failure<ProcStatus>(int errno) -> Identity.failed(errno);
        };
    }

    @Override
    public long startTicks(int tid) {
        return switch (reader.stat(tid)) {
            case Reading.Value<ProcStat>(ProcStat stat) -> stat.startTimeTicks();
            case Reading.Failure<ProcStat>(int errno) -> -errno;
        };
    }

    @Override
    public Field<Instant> startTime(long startTicks) {
        if (startTicks < 0) {
            return Field.unreadable(Errno.name((int) -startTicks));
        }
        long nanos = clock.epochNanos(startTicks);
        return Field.known(
                Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND)));
    }

    @Override
    public TrackedProcess.Program program(int pid) {
        return new TrackedProcess.Program(link(reader.exe(pid)), commandLine(pid));
    }

    private Field<List<ByteString>> commandLine(int pid) {
        return switch (reader.commandLine(pid, MAX_COMMAND_LINE)) {
            case Reading.Value<List<byte[]>>(List<byte[]> words) -> Field.known(strings(words));
            case Reading.Failure<List<byte[]>>(int errno) -> Field.unreadable(Errno.name(errno));
        };
    }

    private static List<ByteString> strings(List<byte[]> words) {
        List<ByteString> strings = new ArrayList<>(words.size());
        for (byte[] word : words) {
            strings.add(ByteString.copyOf(word, 0, word.length));
        }
        return List.copyOf(strings);
    }

    @Override
    public Field<ByteString> cwd(int tid) {
        return link(reader.cwd(tid));
    }

    private static Field<ByteString> link(Reading<ProcLink> reading) {
        return switch (reading) {
            case Reading.Value<ProcLink>(ProcLink link) ->
                Field.known(ByteString.copyOf(link.target(), 0, link.target().length));
            case Reading.Failure<ProcLink>(int errno) -> Field.unreadable(Errno.name(errno));
        };
    }

    @Override
    public void close() {
        reader.close();
    }
}
