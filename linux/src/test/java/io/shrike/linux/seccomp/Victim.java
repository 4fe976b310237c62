package io.shrike.linux.seccomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shrike.linux.syscall.Abi;
import io.shrike.linux.syscall.SyscallTable;
import io.shrike.linux.testing.CCompiler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A C program that installs filters in children of its own and makes calls under them: the kernel as a judge. */
final class Victim {
    /** A filter and the calls to make under it, at least one. */
    record Job(BpfProgram program, List<SeccompData> calls) {}

    private static final int OWN_ENTRY = 0;
    private static final int INT80 = 1;
    private static final int CALL_SIZE = 56;

    private final Path directory;
    private final Path program;

    private Victim(Path directory, Path program) {
        this.directory = directory;
        this.program = program;
    }

    /** Skips the test where there is no C compiler, or no right to install a filter. */
    static Victim compile(Path directory) throws IOException, InterruptedException {
        Optional<Path> program = CCompiler.programOfThisMachine("filtered.c", directory);
        assumeTrue(program.isPresent(), "cc is not installed");
        Victim victim = new Victim(directory, program.orElseThrow());
        BpfProgram allow = new BpfProgram(List.of(BpfInstruction.of(Bpf.BPF_RET, SeccompAction.ALLOW)));
        Abi host = Abi.host();
        int getppid = SyscallTable.of(host).number("getppid").orElseThrow();
        Job probe = new Job(allow, List.of(SeccompData.of(host, getppid)));
        assumeTrue(
                !victim.run(List.of(probe)).getFirst().startsWith("refused"),
                "this system lets no process install a seccomp filter");
        return victim;
    }

    /** For each call of each job what it returned, or {@code refused ERRNO} where the kernel refused the filter. */
    List<String> run(List<Job> jobs) throws IOException, InterruptedException {
        Path file = directory.resolve("jobs");
        Path output = directory.resolve("output");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        jobs.forEach(job -> bytes.writeBytes(bytes(job)));
        Files.write(file, bytes.toByteArray());
        int status = new ProcessBuilder(program.toString(), file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        List<String> lines = Files.readAllLines(output);
        assertThat(status).isZero();
        assertThat(lines)
                .hasSize(jobs.stream().mapToInt(job -> job.calls().size()).sum());
        return lines;
    }

    private static byte[] bytes(Job job) {
        byte[] filter = job.program().toBytes();
        int size = 2 * Integer.BYTES + filter.length + CALL_SIZE * job.calls().size();
        ByteBuffer buffer = ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
        buffer.putInt(job.program().size()).put(filter).putInt(job.calls().size());
        for (SeccompData call : job.calls()) {
            boolean compat = call.arch() == Abi.I386.auditArch();
            buffer.putInt(compat ? INT80 : OWN_ENTRY).putInt(call.nr());
            call.arguments().forEach(buffer::putLong);
        }
        return buffer.array();
    }
}
