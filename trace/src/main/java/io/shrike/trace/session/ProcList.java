package io.shrike.trace.session;

import io.shrike.linux.abi.Fcntl;
import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.NativeBuffer;
import io.shrike.linux.libc.Statx;
import io.shrike.linux.procfs.ProcLink;
import io.shrike.linux.procfs.ProcPath;
import io.shrike.linux.procfs.ProcReader;
import io.shrike.linux.procfs.ProcStat;
import io.shrike.linux.procfs.ProcStatus;
import io.shrike.linux.procfs.Reading;
import io.shrike.model.Ancestor;
import io.shrike.model.ByteString;
import io.shrike.model.Field;
import io.shrike.model.ProcessRef;
import io.shrike.model.ProgramFile;
import io.shrike.trace.tree.ProcFacts;
import io.shrike.trace.tree.ProcessFacts;
import io.shrike.trace.tree.TrackedProcess;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** {@link ProcessList} out of proc(5). Owned by one thread. */
public final class ProcList implements ProcessList, AutoCloseable {
    private static final ByteString MEMFD = ByteString.utf8("/memfd:");
    private static final ByteString DELETED = ByteString.utf8(" (deleted)");
    private static final byte[] EXE = "exe".getBytes(StandardCharsets.US_ASCII);

    /** What tells two command lines apart. */
    private static final int COMMAND_LINE = 4096;

    private final ProcReader reader = new ProcReader();
    private final ProcFacts facts = new ProcFacts();
    private final NativeBuffer path = new NativeBuffer(ProcPath.MAXIMUM_SIZE);
    private final NativeBuffer statx = new NativeBuffer(Statx.SIZE);
    private final long watchSinceSeconds;

    /** {@code watchSinceSeconds}: start of the watch in seconds since the epoch; what was written later is new. */
    public ProcList(long watchSinceSeconds) {
        this.watchSinceSeconds = watchSinceSeconds;
    }

    @Override
    public int[] processes() {
        return reader.processes();
    }

    @Override
    public int lastPid() {
        return switch (reader.lastPid()) {
            case Reading.Value<Integer>(Integer pid) -> pid;
            case Reading.Failure<Integer>(int errno) -> -errno;
        };
    }

    @Override
    public Optional<Glance> glance(int pid) {
        return reader.stat(pid).asOptional().map(stat -> glance(pid, stat));
    }

    private Glance glance(int pid, ProcStat stat) {
        Field<ByteString> executable = executable(pid);
        long mark = stat.argStart() == 0 && !stat.isZombie() ? markOfCommandLine(pid) : stat.argStart();
        return new Glance(
                pid, stat.ppid(), stat.startTimeTicks(), stat.onlyForked(), stat.isZombie(), executable, mark);
    }

    private Field<ByteString> executable(int pid) {
        return switch (reader.exe(pid)) {
            case Reading.Value<ProcLink>(ProcLink link) ->
                Field.known(ByteString.copyOf(link.target(), 0, link.target().length));
            case Reading.Failure<ProcLink>(int errno) -> Field.unreadable(Errno.name(errno));
        };
    }

    /** Where an exec changes nothing else that this process may see. */
    private long markOfCommandLine(int pid) {
        return reader.commandLine(pid, COMMAND_LINE)
                .map(words -> {
                    long mark = 1;
                    for (byte[] word : words) {
                        mark = 31 * mark + Arrays.hashCode(word);
                    }
                    return mark;
                })
                .asOptional()
                .orElse(0L);
    }

    @Override
    public int filters(int pid) {
        return switch (reader.status(pid)) {
            case Reading.Value<ProcStatus>(ProcStatus status) -> status.seccompFilters();
            case Reading.Failure<ProcStatus>(int errno) -> -errno;
        };
    }

    @Override
    public ProcessRef describe(Glance glance, List<Ancestor> ancestors) {
        int pid = glance.pid();
        ProcessFacts.Identity identity = facts.identity(pid);
        TrackedProcess.Program program = facts.program(pid);
        boolean gone = identity.errno() != 0;
        Field<List<ByteString>> arguments = glance.zombie() ? Field.unreadable("ESRCH") : program.arguments();
        return new ProcessRef(
                pid,
                pid,
                glance.ppid(),
                glance.executable(),
                arguments,
                gone ? Field.unreadable(Errno.name(identity.errno())) : Field.known(identity.uid()),
                gone ? Field.unreadable(Errno.name(identity.errno())) : Field.known(identity.gid()),
                facts.cwd(pid),
                facts.startTime(glance.startTicks()),
                ancestors);
    }

    @Override
    public ProgramFile program(Glance glance) {
        Field<ByteString> executable = glance.executable();
        boolean fileless = executable
                .asOptional()
                .filter(name -> name.startsWith(MEMFD) || name.endsWith(DELETED))
                .isPresent();
        ProcPath.put(path, glance.pid(), EXE);
        if (FileCalls.statx(Fcntl.AT_FDCWD, path, 0, Statx.STATX_BASIC_STATS, statx) < 0) {
            return new ProgramFile(executable, fileless, fileless, 0, 0);
        }
        boolean young = Statx.ctimeSeconds(statx) >= watchSinceSeconds;
        return new ProgramFile(executable, fileless, young, Statx.dev(statx), Statx.ino(statx));
    }

    @Override
    public void close() {
        reader.close();
        facts.close();
        path.close();
        statx.close();
    }
}
