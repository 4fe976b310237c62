package io.shrike.linux.seccomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shrike.linux.syscall.Abi;
import io.shrike.linux.testing.CCompiler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    static Victim compile(Path directory) {
        Victim victim = new Victim(directory, CCompiler.required().compile(directory, source(), "-O1"));
        BpfProgram allow = new BpfProgram(List.of(BpfInstruction.of(Bpf.BPF_RET, SeccompAction.ALLOW)));
        Abi host = Abi.host();
        int getppid = host == Abi.X86_64 ? 110 : 173;
        Job probe = new Job(allow, List.of(SeccompData.of(host, getppid)));
        assumeTrue(
                !victim.run(List.of(probe)).getFirst().startsWith("refused"),
                "this system lets no process install a seccomp filter");
        return victim;
    }

    private static String source() {
        try (InputStream stream = Victim.class.getResourceAsStream("victim.c")) {
            assertThat(stream).isNotNull();
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new AssertionError("victim.c", failure);
        }
    }

    /** For each call of each job what it returned, or {@code refused ERRNO} where the kernel refused the filter. */
    List<String> run(List<Job> jobs) {
        Path file = directory.resolve("jobs");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        jobs.forEach(job -> bytes.writeBytes(bytes(job)));
        try {
            Files.write(file, bytes.toByteArray());
        } catch (IOException failure) {
            throw new AssertionError("jobs", failure);
        }
        Optional<String> output = CCompiler.run(directory, List.of(program.toString(), file.toString()));
        assertThat(output).as("output of the victim").isPresent();
        List<String> lines = new ArrayList<>(output.orElseThrow().lines().toList());
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
