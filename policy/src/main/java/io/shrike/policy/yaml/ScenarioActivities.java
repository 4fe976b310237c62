package io.shrike.policy.yaml;

import io.shrike.model.Activity;
import io.shrike.model.ByteString;
import io.shrike.model.Field;
import io.shrike.model.FileTarget;
import io.shrike.model.ProgramFile;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads what a scenario does: exactly one of {@link #KEYS}. */
final class ScenarioActivities {
    static final List<String> KEYS = List.of("file", "exec", "network", "dns", "library", "syscall", "session");

    private static final Reader<Field<ByteString>> PATH = ScenarioValues.field(ScenarioValues.PATH);

    private ScenarioActivities() {}

    static Optional<Activity> read(Fields scenario) {
        List<String> given = KEYS.stream().filter(scenario::has).toList();
        if (given.size() != 1 && scenario.usable()) {
            String found = given.isEmpty() ? "none" : String.join(", ", given);
            scenario.problems()
                    .error(
                            scenario.position(),
                            "a scenario does one thing: expected one of " + String.join(", ", KEYS) + ", found "
                                    + found);
        }
        return scenario.value("file", ScenarioFiles::read)
                .or(() -> scenario.value("exec", ScenarioActivities::exec))
                .or(() -> scenario.value("network", ScenarioSockets::network))
                .or(() -> scenario.value("dns", ScenarioSockets::dns))
                .or(() -> scenario.value("library", ScenarioActivities::library))
                .or(() -> scenario.value("syscall", ScenarioActivities::syscall))
                .or(() -> scenario.value("session", ScenarioActivities::session));
    }

    private static Optional<Activity> exec(YamlNode node, String label, Problems problems) {
        List<String> keys = List.of(
                "path",
                "requestedPath",
                "arguments",
                "environment",
                "interpreters",
                "fileless",
                "newBinary",
                "sha256",
                "sockets",
                "syscall");
        Fields fields = Fields.of(node, label, keys, problems);
        Optional<Field<ByteString>> path = fields.required("path", PATH);
        boolean fileless = fields.value("fileless", Scalars.BOOLEAN, false);
        boolean newBinary = fields.value("newBinary", Scalars.BOOLEAN, false);
        List<ProgramFile> interpreters = fields.listOrNothing("interpreters", ScenarioValues.PATH).stream()
                .map(ProgramFile::ofPath)
                .toList();
        List<ByteString> environment = fields.listOrNothing("environment", ScenarioValues.TEXT);
        Optional<Field<String>> sha256 = fields.value("sha256", ScenarioValues.field(Scalars.SHA256));
        String syscall = fields.value("syscall", ScenarioValues.SYSCALL, "execve");
        return path.map(program -> new Activity.ExecActivity(
                syscall,
                fields.value("requestedPath", ScenarioValues.field(ScenarioValues.TEXT), program),
                new ProgramFile(program, fileless, newBinary, 0, 0, sha256),
                interpreters,
                fields.has("arguments")
                        ? Field.known(fields.listOrNothing("arguments", ScenarioValues.TEXT))
                        : program.map(List::of),
                Field.known(environment),
                ScenarioSockets.standard(fields.listOrNothing("sockets", ScenarioValues.ADDRESS))));
    }

    private static Optional<Activity> library(YamlNode node, String label, Problems problems) {
        Fields fields = Fields.of(node, label, List.of("path", "newBinary", "syscall"), problems);
        boolean newBinary = fields.value("newBinary", Scalars.BOOLEAN, false);
        String syscall = fields.value("syscall", ScenarioValues.SYSCALL, "mmap");
        return fields.required("path", PATH)
                .map(path -> new Activity.LibraryActivity(
                        syscall, new FileTarget(path, path, true, false, 0, 0), newBinary));
    }

    private static Optional<Activity> syscall(YamlNode node, String label, Problems problems) {
        Fields fields = Fields.of(node, label, List.of("name", "arguments"), problems);
        List<Long> arguments = fields.listOrNothing("arguments", Constants.VALUE).stream()
                .map(BigInteger::longValue)
                .toList();
        return fields.required("name", ScenarioValues.SYSCALL)
                .map(name -> new Activity.SyscallActivity(name, sixOf(arguments), List.of()));
    }

    /** A call has six registers; those that are not given hold 0. */
    private static List<Long> sixOf(List<Long> given) {
        return IntStream.range(0, 6)
                .mapToObj(index -> index < given.size() ? given.get(index) : 0L)
                .toList();
    }

    private static Optional<Activity> session(YamlNode node, String label, Problems problems) {
        Fields fields = Fields.of(node, label, List.of("syscall"), problems);
        return fields.required("syscall", ScenarioValues.SYSCALL).map(Activity.SessionActivity::new);
    }
}
