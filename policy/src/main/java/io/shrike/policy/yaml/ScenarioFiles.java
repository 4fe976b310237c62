package io.shrike.policy.yaml;

import io.shrike.model.Activity;
import io.shrike.model.ByteString;
import io.shrike.model.Field;
import io.shrike.model.FileEffect;
import io.shrike.model.FileOperation;
import io.shrike.model.FileTarget;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the {@code file} of a scenario. */
final class ScenarioFiles {
    private static final Reader<Integer> MODE = Scalars.integer(0, 07777);

    private ScenarioFiles() {}

    static Optional<Activity> read(YamlNode node, String label, Problems problems) {
        List<String> keys = List.of(
                "path", "requestedPath", "operation", "newPath", "exists", "directory", "flags", "mode", "syscall");
        Fields fields = Fields.of(node, label, keys, problems);
        Optional<Field<ByteString>> path = fields.required("path", ScenarioValues.field(ScenarioValues.PATH));
        fields.requirePresent("operation");
        List<FileOperation> operations = fields.oneOrMore("operation", Choice.FILE_EVENT);
        Optional<ByteString> newPath = fields.value("newPath", ScenarioValues.PATH);
        List<String> flags = fields.listOrNothing("flags", Scalars.TEXT);
        Optional<Integer> mode = fields.value("mode", MODE);
        if (newPath.isPresent() && !operations.contains(FileOperation.RENAME)) {
            problems.error(fields.keyPosition("newPath"), "newPath: only a rename has one");
        }
        if (path.isEmpty() || operations.isEmpty()) {
            return Optional.empty();
        }
        FileTarget target = new FileTarget(
                path.get(),
                fields.value("requestedPath", ScenarioValues.field(ScenarioValues.TEXT), path.get()),
                fields.value("exists", Scalars.BOOLEAN, true),
                fields.value("directory", Scalars.BOOLEAN, false),
                0,
                0);
        String syscall = fields.value("syscall", ScenarioValues.SYSCALL, usual(operations.getFirst()));
        return Optional.of(new Activity.FileActivity(syscall, effects(target, operations, newPath), flags, mode));
    }

    /** Of a rename the old name goes away, and the new one gets new content. */
    private static List<FileEffect> effects(
            FileTarget target, List<FileOperation> operations, Optional<ByteString> newPath) {
        if (newPath.isEmpty()) {
            return List.of(new FileEffect(target, EnumSet.copyOf(operations)));
        }
        FileTarget renamed =
                new FileTarget(Field.known(newPath.get()), Field.known(newPath.get()), false, target.directory(), 0, 0);
        return List.of(
                new FileEffect(target, Set.of(FileOperation.RENAME, FileOperation.UNLINK)),
                new FileEffect(renamed, Set.of(FileOperation.RENAME, FileOperation.WRITE)));
    }

    /** The call that libcs make for it. */
    private static String usual(FileOperation operation) {
        return switch (operation) {
            case OPEN, WRITE -> "openat";
            case UNLINK -> "unlinkat";
            case CHMOD -> "fchmodat";
            case CHOWN -> "fchownat";
            case RENAME -> "renameat2";
            case XATTR -> "setxattr";
        };
    }
}
