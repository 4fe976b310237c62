package io.shrike.trace.attach;

import io.shrike.linux.libc.ProcessCalls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The processes as a tracer counts them: who is traced by this process counts as one that has a filter, because the kernel
 * hands a tracer's hold on to what a tracee forks, as it does a filter. Owned by one thread.
 */
public final class TracedPopulation implements Population {
    private static final String TRACER = "TracerPid:\t";

    private final ProcPopulation processes = new ProcPopulation();
    private final String self = Integer.toString(ProcessCalls.getpid());

    @Override
    public int[] processes() {
        return processes.processes();
    }

    @Override
    public long startTicks(int pid) {
        return processes.startTicks(pid);
    }

    @Override
    public Optional<Inhabitant> inhabitant(int pid) {
        return processes
                .inhabitant(pid)
                .map(each -> new Inhabitant(
                        each.pid(),
                        each.ppid(),
                        each.startTicks(),
                        tracedByUs(pid) ? 1 : 0,
                        each.group(),
                        each.program()));
    }

    private boolean tracedByUs(int pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/status"), StandardCharsets.ISO_8859_1)
                    .lines()
                    .anyMatch(line -> line.equals(TRACER + self));
        } catch (IOException _) {
            return false;
        }
    }
}
