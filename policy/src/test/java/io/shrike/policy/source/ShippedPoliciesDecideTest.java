package io.shrike.policy.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.Activity;
import io.shrike.model.Activity.ExecActivity;
import io.shrike.model.Activity.FileActivity;
import io.shrike.model.Activity.NetworkActivity;
import io.shrike.model.Activity.SyscallActivity;
import io.shrike.model.Ancestor;
import io.shrike.model.ByteString;
import io.shrike.model.Decision;
import io.shrike.model.Endpoint;
import io.shrike.model.EventType;
import io.shrike.model.Field;
import io.shrike.model.FileEffect;
import io.shrike.model.FileOperation;
import io.shrike.model.FileTarget;
import io.shrike.model.Finding;
import io.shrike.model.IpAddress;
import io.shrike.model.NetworkOperation;
import io.shrike.model.ProcessRef;
import io.shrike.model.ProgramFile;
import io.shrike.model.Protocol;
import io.shrike.model.Severity;
import io.shrike.policy.compile.CompiledPolicy;
import io.shrike.policy.compile.PolicyCompiler;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the shipped policies say of attacks and of ordinary servers. */
final class ShippedPoliciesDecideTest {
    private static final Finding VIOLATION = new Finding.Network(false, Optional.empty());

    private static CompiledPolicy compile(String name) {
        String location =
                name.contains(":") ? name : Path.of("..", "policies", name).toString();
        var found = new PolicySources(_ -> Optional.empty(), PolicyFetcher.none()).find(List.of(location));
        CompiledPolicy compiled = new PolicyCompiler(_ -> Set.of())
                .compile(found.parse(_ -> Optional.empty()).documents());
        assertThat(compiled.warnings()).isEmpty();
        return compiled;
    }

    private static Field<List<ByteString>> texts(String... texts) {
        return Field.known(Arrays.stream(texts).map(ByteString::utf8).toList());
    }

    private static Field<ByteString> text(String text) {
        return Field.known(ByteString.utf8(text));
    }

    private static ProcessRef process(String executable, String... parents) {
        List<Ancestor> ancestors = Arrays.stream(parents)
                .map(parent -> new Ancestor(1, text(parent), texts(parent)))
                .toList();
        Field<Integer> root = Field.known(0);
        return new ProcessRef(
                2,
                2,
                1,
                text(executable),
                texts(executable),
                root,
                root,
                text("/"),
                Field.known(Instant.EPOCH),
                ancestors);
    }

    private static Activity file(String path, FileOperation operation) {
        FileTarget target = FileTarget.ofPath(ByteString.utf8(path));
        return new FileActivity(
                "openat", List.of(new FileEffect(target, Set.of(operation))), List.of(), Optional.empty());
    }

    private static Activity exec(String... arguments) {
        ProgramFile program = ProgramFile.ofPath(ByteString.utf8(arguments[0]));
        return new ExecActivity(
                "execve", text(arguments[0]), program, List.of(), texts(arguments), Field.known(List.of()));
    }

    private static Activity network(NetworkOperation operation, IpAddress address, int port) {
        Optional<Field<Endpoint>> endpoint = Optional.of(Field.known(new Endpoint.Inet(address, port)));
        boolean outbound = operation == NetworkOperation.CONNECT;
        return new NetworkActivity(
                outbound ? "connect" : "listen",
                operation,
                Protocol.TCP,
                outbound ? Optional.empty() : endpoint,
                outbound ? endpoint : Optional.empty(),
                Optional.empty());
    }

    private static Activity call(String name, long... arguments) {
        return new SyscallActivity(name, Arrays.stream(arguments).boxed().toList(), List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"fim-policy.yaml", "tracing-policy-schema.yaml", "builtin:balanced", "builtin:aggressive"})
    void tellOfSomebodyWhoReadsTheShadowFile(String policy) {
        Decision decision =
                compile(policy).judge().decide(file("/etc/shadow", FileOperation.OPEN), process("/usr/bin/cat"));
        assertThat(decision.type()).isEqualTo(EventType.FILE_ACCESS);
        assertThat(decision.severity()).isEqualTo(Severity.CRITICAL);
    }

    @ParameterizedTest
    @CsvSource({"WRITE", "CHMOD", "UNLINK"})
    void tellOfChangesBelowCronInTheFileIntegrityPolicy(FileOperation operation) {
        Decision decision =
                compile("fim-policy.yaml").judge().decide(file("/etc/cron.d/zz", operation), process("/usr/bin/dash"));
        assertThat(decision.type()).isEqualTo(EventType.FILE_CHANGE);
        assertThat(decision.severity()).isEqualTo(Severity.HIGH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"network-security-policy.yaml", "tracing-policy-schema.yaml"})
    void takeTheTestNetworksForAViolation(String policy) {
        CompiledPolicy compiled = compile(policy);
        IpAddress v4 = IpAddress.v4(0xc0000201);
        IpAddress v6 = IpAddress.v6(0x2001_0db8_0000_0000L, 1);
        for (IpAddress address : List.of(v4, v6)) {
            for (int port : List.of(22, 80)) {
                Decision decision = compiled.judge()
                        .decide(network(NetworkOperation.CONNECT, address, port), process("/usr/bin/nc"));
                assertThat(decision.finding()).isEqualTo(VIOLATION);
                assertThat(decision.severity()).isEqualTo(Severity.HIGH);
            }
        }
        Decision allowed = compiled.judge()
                .decide(network(NetworkOperation.CONNECT, IpAddress.v4(0x0a000001), 443), process("/usr/bin/java"));
        assertThat(allowed.severity()).isEqualTo(Severity.LOW);
    }

    @ParameterizedTest
    @CsvSource({"4444, false", "8080, true"})
    void knowWhichPortsMayListen(int port, boolean expected) {
        Decision decision = compile("network-security-policy.yaml")
                .judge()
                .decide(network(NetworkOperation.LISTEN, IpAddress.v4(0), port), process("/usr/bin/nc"));
        assertThat(decision.finding()).isEqualTo(new Finding.Network(expected, Optional.empty()));
    }

    private static Stream<Arguments> attacks() {
        return Stream.of(
                Arguments.of(exec("/usr/bin/nc", "-e", "/bin/sh"), process("/usr/bin/bash")),
                Arguments.of(exec("/tmp/xmrig", "-o", "pool"), process("/usr/bin/bash")),
                Arguments.of(exec("/bin/sh", "-c", "id"), process("/usr/sbin/nginx", "/usr/sbin/nginx")),
                Arguments.of(exec("/bin/bash", "-c", "exec 5<>/dev/tcp/1.2.3.4/9"), process("/usr/bin/bash")),
                Arguments.of(exec("/tmp/x", "-o", "stratum+tcp://pool:3333"), process("/usr/bin/bash")),
                Arguments.of(file("/etc/ld.so.preload", FileOperation.WRITE), process("/usr/bin/bash")),
                Arguments.of(file("/root/.ssh/id_ed25519", FileOperation.OPEN), process("/usr/bin/cat")),
                Arguments.of(file("/sys/fs/cgroup/rdma/release_agent", FileOperation.WRITE), process("/usr/bin/bash")),
                Arguments.of(file("/proc/sys/kernel/core_pattern", FileOperation.WRITE), process("/usr/bin/bash")),
                Arguments.of(file("/proc/7/mem", FileOperation.WRITE), process("/usr/bin/python3.11")),
                Arguments.of(call("ptrace", 16, 7, 0, 0, 0, 0), process("/usr/bin/python3.11")),
                Arguments.of(call("process_vm_writev", 7, 0, 0, 0, 0, 0), process("/usr/bin/python3.11")),
                Arguments.of(call("unshare", 0x10000000), process("/usr/bin/python3.11")),
                Arguments.of(call("bpf", 5), process("/usr/bin/python3.11")),
                Arguments.of(call("init_module", 0, 0, 0), process("/usr/bin/python3.11")));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void tellOfAttacksInTheBalancedAndTheAggressiveMode(Activity activity, ProcessRef process) {
        for (String mode : List.of("builtin:balanced", "builtin:aggressive")) {
            Decision decision = compile(mode).judge().decide(activity, process);
            assertThat(decision.severity()).as(mode).isGreaterThanOrEqualTo(Severity.HIGH);
        }
    }

    private static Stream<Arguments> everyday() {
        String nginx = "/usr/sbin/nginx";
        String java = "/usr/lib/jvm/java-25/bin/java";
        return Stream.of(
                Arguments.of(file("/etc/nginx/nginx.conf", FileOperation.OPEN), process(nginx)),
                Arguments.of(file("/etc/ssl/private/site.key", FileOperation.OPEN), process(nginx)),
                Arguments.of(file("/var/log/nginx/access.log", FileOperation.WRITE), process(nginx)),
                Arguments.of(network(NetworkOperation.LISTEN, IpAddress.v4(0), 80), process(nginx)),
                Arguments.of(network(NetworkOperation.LISTEN, IpAddress.v4(0), 6379), process("/usr/bin/redis-server")),
                Arguments.of(file("/var/lib/redis/dump.rdb", FileOperation.WRITE), process("/usr/bin/redis-server")),
                Arguments.of(
                        exec("/bin/sh", "-c", "locale -a"),
                        process("/usr/lib/postgresql/17/bin/postgres", "/usr/bin/initdb")),
                Arguments.of(file("/etc/passwd", FileOperation.OPEN), process("/usr/lib/postgresql/17/bin/postgres")),
                Arguments.of(exec("/bin/sh", "-c", "cd /w && java -jar s.jar"), process(java, "/usr/bin/dash")),
                Arguments.of(file("/tmp/hsperfdata_root/7", FileOperation.WRITE), process(java)),
                Arguments.of(call("memfd_create", 0, 1), process(java)),
                Arguments.of(network(NetworkOperation.CONNECT, IpAddress.v4(0x97650001), 443), process(java)),
                Arguments.of(exec("/usr/bin/git", "clone", "/srv/a.git"), process("/usr/bin/bash")),
                Arguments.of(file("/root/.ssh/id_rsa", FileOperation.OPEN), process("/usr/bin/ssh", "/usr/bin/git")),
                Arguments.of(file("/w/.git/hooks/pre-commit", FileOperation.WRITE), process("/usr/bin/git")),
                Arguments.of(exec("/usr/bin/dpkg", "-l"), process("/usr/bin/bash")),
                Arguments.of(exec("/usr/bin/apt", "list"), process("/usr/bin/bash")),
                Arguments.of(exec("/usr/bin/bash", "-l"), process("/usr/bin/su")),
                Arguments.of(file("/etc/shadow", FileOperation.OPEN), process("/usr/bin/su")),
                Arguments.of(file("/etc/shadow", FileOperation.OPEN), process("/usr/sbin/unix_chkpwd")),
                Arguments.of(file("/etc/profile", FileOperation.OPEN), process("/usr/bin/bash")),
                Arguments.of(file("/root/.bash_history", FileOperation.WRITE), process("/usr/bin/bash")),
                Arguments.of(call("keyctl", 1, 0), process("/usr/bin/login")));
    }

    @ParameterizedTest
    @MethodSource("everyday")
    void areQuietOnOrdinaryServersInTheBalancedMode(Activity activity, ProcessRef process) {
        for (String mode : List.of("builtin:minimal", "builtin:balanced")) {
            Decision decision = compile(mode).judge().decide(activity, process);
            assertThat(decision.severity()).as(mode).isLessThan(Severity.HIGH);
        }
    }
}
