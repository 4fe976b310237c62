package io.shrike.it.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A task of containers of runc that share the PID namespace of a first one that does nothing, as Fargate makes them: the sensor's
 * has this machine's files and CAP_SYS_PTRACE alone; the application's has nothing but a static busybox on a read-only root, user 1000, no capability, and a
 * seccomp profile that denies what is not listed, as container runtimes ship it. Each has a quarter of a processor and 512 MB.
 */
public final class OciTask implements AutoCloseable {
    private static final int USER = 1000;
    private static final List<String> DIRECTORIES = List.of("bin", "proc", "shrike", "tmp", "etc");

    private final Path directory;
    private final String id = UUID.randomUUID().toString();
    private int sensors;

    private OciTask(Path directory) {
        this.directory = directory;
    }

    /** Makes the application's image and the volume that both containers have, below {@code directory}, and starts the first one. */
    public static OciTask make(Path directory) {
        OciTask task = new OciTask(directory);
        try {
            for (String name : DIRECTORIES) {
                Files.createDirectories(task.appRoot().resolve(name));
            }
            // the mount of a tmpfs takes the mode of what it hides
            Files.setPosixFilePermissions(task.appRoot().resolve("tmp"), PosixFilePermissions.fromString("rwxrwxrwx"));
            Files.createDirectories(directory.resolve("sensor/rootfs"));
            Files.createDirectories(task.volume());
            Path busybox = Files.copy(Host.needs("busybox"), task.appRoot().resolve("bin/busybox"));
            Files.setPosixFilePermissions(busybox, PosixFilePermissions.fromString("rwxr-xr-x"));
            Path pause = Files.copy(Fixtures.path("pause"), task.appRoot().resolve("pause"));
            Files.setPosixFilePermissions(pause, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.writeString(task.appRoot().resolve("etc/secret"), "secret\n");
            Ran installed = Command.of(
                            directory,
                            SidecarSensor.shim().toString(),
                            "install",
                            task.volume().toString())
                    .alone();
            if (!installed.ending().equals(new Ending.Exited(0))) {
                throw new AssertionError("the launcher installs itself no more: " + installed);
            }
            task.startFirst();
            return task;
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private void startFirst() throws IOException {
        Path bundle = Files.createDirectories(directory.resolve("first"));
        write("first", config(List.of("/pause"), USER, List.of(), true, "{\"type\": \"pid\"}", ""));
        Ran started = Command.of(
                        directory,
                        runc(
                                "run",
                                "--detach",
                                "--pid-file",
                                pidFile().toString(),
                                "--bundle",
                                bundle.toString(),
                                "first-" + id))
                .alone();
        if (!started.ending().equals(new Ending.Exited(0))) {
            throw new AssertionError("the first container does not start: " + started);
        }
    }

    private Path pidFile() {
        return directory.resolve("first.pid");
    }

    private String namespace() {
        try {
            return "{\"type\": \"pid\", \"path\": \"/proc/%s/ns/pid\"}"
                    .formatted(Files.readString(pidFile()).strip());
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private Path appRoot() {
        return directory.resolve("app/rootfs");
    }

    /** At /shrike in the application's container, read-only there. */
    public Path volume() {
        return directory.resolve("volume");
    }

    /** Where the sensor writes its events. */
    public Path events() {
        return directory.resolve("events.jsonl");
    }

    /** The sensor's container, for a policy; returns when it has written so many {@code policy_loaded} events in all. */
    public Launch startSensor(Path policy, int loaded) {
        return start(
                policy, loaded, "sensor", "--socket", volume().resolve("socket").toString());
    }

    /** The container of a sensor that attaches to all that runs; returns when it looks for processes. */
    public Launch startAttaching(Path policy) {
        return start(policy, 1, "attach", "--auto");
    }

    private Launch start(Path policy, int loaded, String... words) {
        sensors++;
        List<String> line = new ArrayList<>(List.of(Product.command().toString()));
        line.addAll(List.of(words));
        line.addAll(List.of("--policy", policy.toString(), "--events", events().toString()));
        write("sensor", config(line, 0, List.of("CAP_SYS_PTRACE"), false, namespace(), ""));
        String script = """
                mount --make-rprivate / && mount --rbind / %1$s/sensor/rootfs && \
                exec runc --root %1$s/state run --bundle %1$s/sensor %2$s
                """.formatted(directory, sensor());
        Launch launch = Launch.start(Command.of(directory, "unshare", "-m", "sh", "-c", script)
                .withEnvironment("SHRIKE_NO_BUILD", "1")
                .within(Duration.ofMinutes(2)));
        new LiveEvents(events()).await("policy_loaded", loaded);
        return launch;
    }

    private String sensor() {
        return "sensor-" + sensors + '-' + id;
    }

    /** The application's container as it is without Shrike. */
    public Command plainApp(String... line) {
        return container(List.of(line));
    }

    /** The application's container, which runs {@code line} behind the launcher; its end is the command's. */
    public Command app(String... line) {
        List<String> whole = new ArrayList<>(List.of("/shrike/shrike-shim", "--socket", "/shrike/socket", "--"));
        whole.addAll(List.of(line));
        return container(whole);
    }

    private Command container(List<String> whole) {
        String mounts = """
                , {"destination": "/shrike", "type": "bind", "source": "%s", "options": ["bind", "ro"]}
                , {"destination": "/tmp", "type": "tmpfs", "source": "tmpfs", "options": ["mode=1777"]}
                """.formatted(volume());
        write("app", config(whole, USER, List.of(), true, namespace(), mounts));
        return Command.of(
                        directory,
                        runc("run", "--bundle", directory.resolve("app").toString(), "app-" + id))
                .within(Duration.ofMinutes(2));
    }

    /** Ends all that is left of the task. */
    @Override
    public void close() {
        Command.of(directory, runc("delete", "--force", "first-" + id)).alone();
    }

    /** A signal to the sensor's first process. */
    public void signalSensor(String signal) {
        Command.of(directory, runc("kill", sensor(), signal)).alone();
    }

    private List<String> runc(String... words) {
        List<String> line = new ArrayList<>(
                List.of("runc", "--root", directory.resolve("state").toString()));
        line.addAll(List.of(words));
        return line;
    }

    private void write(String container, String config) {
        try {
            Files.writeString(directory.resolve(container).resolve("config.json"), config);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private String config(
            List<String> line, int user, List<String> capabilities, boolean confined, String pid, String mounts) {
        String caps = list(capabilities);
        Map<String, String> values = new TreeMap<>();
        values.put("USER", Integer.toString(user));
        values.put("ARGS", list(line));
        values.put("CWD", confined ? "/" : directory.toString());
        values.put("CAPS", caps);
        values.put("ROOT", confined ? appRoot().toString() : "rootfs");
        values.put("READONLY", Boolean.toString(confined));
        values.put("MOUNTS", mounts);
        values.put("PIDNS", pid);
        values.put("SECCOMP", confined ? profile() : "");
        String text = """
                {"ociVersion": "1.0.2",
                 "process": {"terminal": false, "user": {"uid": USER, "gid": USER}, "args": ARGS, "cwd": "CWD",
                  "env": ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "SHRIKE_NO_BUILD=1"],
                  "capabilities": {"bounding": CAPS, "effective": CAPS, "permitted": CAPS, "inheritable": CAPS, "ambient": CAPS}},
                 "root": {"path": "ROOT", "readonly": READONLY},
                 "mounts": [{"destination": "/proc", "type": "proc", "source": "proc"} MOUNTS],
                 "linux": {"namespaces": [{"type": "mount"}, {"type": "ipc"}, {"type": "uts"}, {"type": "network"}, PIDNS],
                  "resources": {"memory": {"limit": 536870912}, "cpu": {"quota": 25000, "period": 100000}} SECCOMP}}
                """;
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace(value.getKey(), value.getValue());
        }
        return text;
    }

    private static String list(List<String> words) {
        return words.stream()
                .map(word ->
                        '"' + word.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"')
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String profile() {
        try (InputStream names = OciTask.class.getResourceAsStream("/allowed-syscalls.txt")) {
            if (names == null) {
                throw new AssertionError("allowed-syscalls.txt is missing");
            }
            String text = new String(names.readAllBytes(), StandardCharsets.US_ASCII);
            return ", \"seccomp\": {\"defaultAction\": \"SCMP_ACT_ERRNO\", \"syscalls\": [{\"names\": "
                    + list(List.of(text.strip().split("\\s+"))) + ", \"action\": \"SCMP_ACT_ALLOW\"}]}";
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
