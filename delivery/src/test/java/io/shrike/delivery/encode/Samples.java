package io.shrike.delivery.encode;

import io.shrike.model.Action;
import io.shrike.model.Activity;
import io.shrike.model.Ancestor;
import io.shrike.model.ByteString;
import io.shrike.model.Counts;
import io.shrike.model.Decision;
import io.shrike.model.DeliveryState;
import io.shrike.model.Endpoint;
import io.shrike.model.Event;
import io.shrike.model.EventType;
import io.shrike.model.Field;
import io.shrike.model.FileEffect;
import io.shrike.model.FileOperation;
import io.shrike.model.FileTarget;
import io.shrike.model.Finding;
import io.shrike.model.IpAddress;
import io.shrike.model.NetworkOperation;
import io.shrike.model.Outcome;
import io.shrike.model.PackageChange;
import io.shrike.model.PolicySource;
import io.shrike.model.ProcessRef;
import io.shrike.model.ProgramFile;
import io.shrike.model.Protocol;
import io.shrike.model.RuleMatch;
import io.shrike.model.Severity;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Events of every kind, for tests. */
public final class Samples {
    public static final Instant TIME = Instant.parse("2026-01-02T03:04:05.120000000Z");

    private Samples() {}

    static ByteString bytes(String text) {
        return ByteString.utf8(text);
    }

    static Field<ByteString> known(String text) {
        return Field.known(bytes(text));
    }

    static Field<List<ByteString>> list(String... texts) {
        return Field.known(Arrays.stream(texts).map(Samples::bytes).toList());
    }

    static ProcessRef process(Field<List<ByteString>> arguments) {
        return new ProcessRef(
                12,
                13,
                1,
                known("/usr/bin/tee"),
                arguments,
                Field.known(0),
                Field.known(-2),
                known("/"),
                Field.known(Instant.parse("2026-01-02T03:04:00Z")),
                List.of(
                        new Ancestor(7, known("/usr/bin/bash"), list("bash")),
                        new Ancestor(1, Field.unreadable("EACCES"), list())));
    }

    static ProcessRef unreadableProcess() {
        return new ProcessRef(
                12,
                12,
                1,
                Field.unreadable("EACCES"),
                Field.unreadable("EFAULT"),
                Field.unreadable("ESRCH"),
                Field.unreadable("ESRCH"),
                Field.unreadable("ESRCH"),
                Field.unreadable("ESRCH"),
                List.of());
    }

    static RuleMatch rule(String rule, Severity severity, Action action) {
        return new RuleMatch("fim", rule, severity, action, List.of(), List.of());
    }

    static Decision decision(EventType type, Severity severity, Action action, Finding finding) {
        return new Decision(type, severity, action, List.of(rule("rules[0]", severity, action)), finding);
    }

    static Event.Observed observed(EventType type, Activity activity, Finding finding) {
        return observed(type, activity, finding, process(list("tee", "-a", "/etc/passwd")));
    }

    static Event.Observed observed(EventType type, Activity activity, Finding finding, ProcessRef process) {
        return new Event.Observed(
                TIME, activity, process, decision(type, Severity.HIGH, Action.ALERT, finding), Outcome.OBSERVED, "");
    }

    /** A small event of a severity and action, under one rule. */
    public static Event.Observed minor(Instant time, Severity severity, Action action, String rule) {
        Decision decision = new Decision(
                EventType.FILE_ACCESS,
                severity,
                action,
                List.of(new RuleMatch("fim", rule, severity, action, List.of(), List.of())),
                Finding.NONE);
        return new Event.Observed(time, read("/etc/hosts"), process(list("cat")), decision, Outcome.OBSERVED, "");
    }

    /** An event that no encoder can make sense of: its finding names an effect that is not there. */
    public static Event broken() {
        return observed(EventType.FILE_ACCESS, read("/x"), new Finding.File(3, FileOperation.OPEN));
    }

    /** An event of a process with one argument of a length. */
    public static Event withArguments(int length) {
        Field<List<ByteString>> arguments = list("x".repeat(length));
        return observed(EventType.FILE_ACCESS, read("/x"), Finding.NONE, process(arguments));
    }

    static Activity.FileActivity read(String path) {
        return new Activity.FileActivity(
                "openat",
                List.of(new FileEffect(FileTarget.ofPath(bytes(path)), Set.of(FileOperation.OPEN))),
                List.of("O_RDONLY", "O_CLOEXEC"),
                Optional.empty());
    }

    static Activity.ExecActivity exec(Field<List<ByteString>> arguments) {
        return new Activity.ExecActivity(
                "execve",
                known("../script"),
                ProgramFile.ofPath(bytes("/opt/script")),
                List.of(
                        ProgramFile.ofPath(bytes("/usr/bin/env")),
                        new ProgramFile(Field.unreadable("ENOENT"), false, false, 0, 0)),
                arguments,
                list());
    }

    static FileTarget target(String path, String requested) {
        return new FileTarget(known(path), known(requested), true, false, 2049, 77);
    }

    static Optional<Field<Endpoint>> inet(IpAddress address, int port) {
        return Optional.of(Field.known(new Endpoint.Inet(address, port)));
    }

    static Optional<Field<Endpoint>> unix(String path, boolean abstractName) {
        return Optional.of(Field.known(new Endpoint.Unix(bytes(path), abstractName)));
    }

    static Activity.NetworkActivity network(
            NetworkOperation operation,
            Protocol protocol,
            Optional<Field<Endpoint>> local,
            Optional<Field<Endpoint>> remote) {
        String syscall =
                operation == NetworkOperation.SEND ? "sendto" : operation.name().toLowerCase(java.util.Locale.ROOT);
        return new Activity.NetworkActivity(syscall, operation, protocol, local, remote, Optional.empty());
    }

    /** By name, one of everything that can be told. */
    static Map<String, Event> all() {
        Map<String, Event> events = new LinkedHashMap<>();
        addFiles(events);
        addExecutions(events);
        addNetwork(events);
        addOthers(events);
        addInstalled(events);
        addSensor(events);
        return events;
    }

    private static void addFiles(Map<String, Event> events) {
        events.put(
                "file_access",
                observed(EventType.FILE_ACCESS, read("/etc/shadow"), new Finding.File(0, FileOperation.OPEN)));
        Decision contract = new Decision(
                EventType.FILE_CHANGE,
                Severity.CRITICAL,
                Action.BLOCK,
                List.of(
                        new RuleMatch(
                                "fim",
                                "fileIntegrityMonitoring.paths[0]",
                                Severity.CRITICAL,
                                Action.BLOCK,
                                List.of("T1098", "T1136"),
                                List.of("pci")),
                        rule("fileIntegrityMonitoring.paths[3]", Severity.LOW, Action.LOG)),
                new Finding.File(0, FileOperation.WRITE));
        Activity write = new Activity.FileActivity(
                "openat",
                List.of(new FileEffect(target("/etc/passwd", "../etc/passwd"), Set.of(FileOperation.WRITE))),
                List.of("O_WRONLY", "O_APPEND"),
                Optional.of(0644));
        events.put(
                "file_change",
                new Event.Observed(
                        TIME,
                        write,
                        process(list("tee", "-a", "/etc/passwd")),
                        contract,
                        Outcome.DENIED,
                        "checked again after the call"));
        List<FileEffect> names = List.of(
                new FileEffect(target("/etc/old", "old"), Set.of(FileOperation.UNLINK, FileOperation.RENAME)),
                new FileEffect(target("/etc/new", "new"), Set.of(FileOperation.WRITE, FileOperation.RENAME)));
        Activity rename = new Activity.FileActivity("renameat2", names, List.of("RENAME_NOREPLACE"), Optional.empty());
        events.put(
                "file_rename_away", observed(EventType.FILE_CHANGE, rename, new Finding.File(0, FileOperation.UNLINK)));
        events.put(
                "file_rename_over", observed(EventType.FILE_CHANGE, rename, new Finding.File(1, FileOperation.WRITE)));
        FileTarget unreadable =
                new FileTarget(Field.unreadable("EACCES"), Field.unreadable("EFAULT"), false, false, 0, 0);
        Activity unknown = new Activity.FileActivity(
                "chmod",
                List.of(new FileEffect(unreadable, Set.of(FileOperation.CHMOD))),
                List.of(),
                Optional.of(04755));
        events.put("file_unreadable", observed(EventType.FILE_CHANGE, unknown, Finding.NONE, unreadableProcess()));
        events.put(
                "library",
                observed(
                        EventType.SOFTWARE_INSTALLATION,
                        new Activity.LibraryActivity("mmap", target("/tmp/evil.so", "/proc/self/fd/3"), true),
                        Finding.NONE));
    }

    private static void addExecutions(Map<String, Event> events) {
        events.put(
                "process_execution",
                observed(
                        EventType.PROCESS_EXECUTION,
                        exec(list("script", "--token", "hunter2")),
                        new Finding.Execution(Optional.empty())));
        events.put(
                "process_execution_captured",
                observed(
                        EventType.PROCESS_EXECUTION,
                        exec(list("script", "--token", "hunter2")),
                        new Finding.Execution(Optional.of(List.of(bytes("script"), bytes("--token"), bytes("***"))))));
        events.put(
                "process_execution_unreadable",
                observed(EventType.PROCESS_EXECUTION, exec(Field.unreadable("EFAULT")), Finding.NONE));
        events.put(
                "software_installation",
                observed(
                        EventType.SOFTWARE_INSTALLATION,
                        exec(list("apt-get", "-y", "install", "nginx=1.22", "curl")),
                        new Finding.Software(
                                "apt-get",
                                "install",
                                List.of(
                                        new Finding.SoftwarePackage("nginx", Optional.of("1.22"), Optional.empty()),
                                        new Finding.SoftwarePackage("curl", Optional.empty(), Optional.empty())))));
        events.put(
                "file_download",
                observed(
                        EventType.FILE_DOWNLOAD,
                        exec(list("curl", "-O", "https://u:hunter2@example.com/x.sh")),
                        new Finding.Software(
                                "curl",
                                "download",
                                List.of(new Finding.SoftwarePackage(
                                        "", Optional.empty(), Optional.of("https://u:hunter2@example.com/x.sh"))))));
    }

    private static void addNetwork(Map<String, Event> events) {
        IpAddress v4 = IpAddress.v4(0xc0000207);
        IpAddress v6 = IpAddress.v6(0x20010db8_00000000L, 1);
        events.put(
                "network_connection",
                observed(
                        EventType.NETWORK_CONNECTION,
                        network(
                                NetworkOperation.CONNECT,
                                Protocol.TCP,
                                inet(IpAddress.v4(0x0a000002), 40000),
                                inet(v4, 22)),
                        new Finding.Network(false, Optional.of("bad.example"))));
        events.put(
                "network_send6",
                observed(
                        EventType.NETWORK_CONNECTION,
                        network(NetworkOperation.SEND, Protocol.UDP, Optional.empty(), inet(v6, 53)),
                        new Finding.Network(true, Optional.empty())));
        events.put(
                "network_listen",
                observed(
                        EventType.NETWORK_LISTEN,
                        network(NetworkOperation.LISTEN, Protocol.TCP, inet(v6, 8080), Optional.empty()),
                        new Finding.Network(false, Optional.empty())));
        events.put(
                "network_accept",
                observed(
                        EventType.NETWORK_CONNECTION,
                        network(NetworkOperation.ACCEPT, Protocol.TCP, inet(v4, 80), inet(v4, 50000)),
                        new Finding.Network(true, Optional.empty())));
        events.put(
                "network_unix",
                observed(
                        EventType.NETWORK_CONNECTION,
                        network(NetworkOperation.CONNECT, Protocol.UNIX, Optional.empty(), unix("dbus", true)),
                        Finding.NONE));
        events.put(
                "network_unix_bind",
                observed(
                        EventType.NETWORK_LISTEN,
                        network(NetworkOperation.BIND, Protocol.UNIX, unix("/run/x.sock", false), Optional.empty()),
                        Finding.NONE));
        events.put(
                "network_unreadable",
                observed(
                        EventType.NETWORK_CONNECTION,
                        network(
                                NetworkOperation.CONNECT,
                                Protocol.OTHER,
                                Optional.empty(),
                                Optional.of(Field.unreadable("EFAULT"))),
                        Finding.NONE));
        events.put(
                "network_other",
                observed(
                        EventType.NETWORK_CONNECTION,
                        network(
                                NetworkOperation.BIND,
                                Protocol.NETLINK,
                                Optional.of(Field.known(new Endpoint.Other(16, "AF_NETLINK"))),
                                Optional.empty()),
                        Finding.NONE));
        events.put(
                "dns_query",
                observed(
                        EventType.DNS_QUERY,
                        new Activity.DnsActivity(
                                "sendto",
                                Protocol.UDP,
                                Field.known(new Endpoint.Inet(v4, 53)),
                                List.of(
                                        new Activity.DnsQuestion("example.com", "A"),
                                        new Activity.DnsQuestion("example.com", "AAAA"))),
                        Finding.NONE));
    }

    private static void addOthers(Map<String, Event> events) {
        events.put(
                "syscall",
                observed(
                        EventType.SYSCALL,
                        new Activity.SyscallActivity(
                                "setresuid",
                                List.of(0L, -1L, 0x7fff_0000_0010L),
                                List.of(
                                        new Activity.Detail("uid", known("0")),
                                        new Activity.Detail("uid", Field.unreadable("EFAULT")))),
                        Finding.NONE));
        events.put("session", observed(EventType.SESSION, new Activity.SessionActivity("execve"), Finding.NONE));
        events.put(
                "session_seen",
                observed(
                        EventType.SESSION,
                        new Activity.SessionActivity(
                                "", Optional.of(new Activity.Sighting(9, Activity.SessionStep.PROCESS, 100))),
                        Finding.NONE));
    }

    private static void addInstalled(Map<String, Event> events) {
        PackageChange added = new PackageChange("hello", "2.10-3", PackageChange.Kind.INSTALLED, Optional.empty());
        PackageChange newer = new PackageChange("libc6", "2.37", PackageChange.Kind.CHANGED, Optional.of("2.36"));
        PackageChange gone = new PackageChange("gone", "1", PackageChange.Kind.REMOVED, Optional.empty());
        events.put("installed", installed(List.of(added, newer), 3, List.of(gone), Optional.empty()));
        events.put("installed_unreadable", installed(List.of(), 0, List.of(), Optional.of("EACCES")));
    }

    private static Event installed(
            List<PackageChange> changes, int omitted, List<PackageChange> others, Optional<String> unreadable) {
        return observed(
                EventType.SOFTWARE_INSTALLATION,
                new Activity.InstalledActivity(
                        "apt-get", "install", "dpkg", changes, omitted, others, Activity.Baseline.BEFORE, unreadable),
                Finding.NONE);
    }

    private static void addSensor(Map<String, Event> events) {
        events.put(
                "sensor_status",
                new Event.SensorStatus(
                        TIME,
                        "running",
                        "the probe passed",
                        new Counts(
                                100,
                                50,
                                40,
                                5,
                                3,
                                Map.of("ringFull", 2L, "inboxFull", 1L),
                                Map.of("sensorLoss", 9L),
                                6),
                        List.of("no_new_privs is set"),
                        List.of(new PolicySource(
                                "https://policies.example/p.yaml",
                                PolicySource.State.COPY,
                                Optional.of(TIME),
                                Optional.of("no connection to policies.example"))),
                        DeliveryState.NONE));
        events.put("sensor_gap", new Event.SensorGap(TIME, TIME.minusSeconds(2), "sensor restarted", 17));
        events.put(
                "policy_loaded",
                new Event.PolicyLoaded(TIME, List.of("fim", "network"), "/etc/policy.yaml", List.of("openat: read")));
        events.put("policy_error", new Event.PolicyError(TIME, "/etc/policy.yaml", List.of("a:1:2: unknown key")));
        events.put(
                "events_suppressed", new Event.EventsSuppressed(TIME, Map.of("fim/rules[1]", 4L, "fim/rules[0]", 3L)));
    }
}
