package io.shrike.app.replay;

import static io.shrike.model.FileOperation.OPEN;
import static io.shrike.model.FileOperation.RENAME;
import static io.shrike.model.FileOperation.UNLINK;
import static io.shrike.model.FileOperation.WRITE;

import io.shrike.model.Activity;
import io.shrike.model.ByteString;
import io.shrike.model.Field;
import io.shrike.model.FileEffect;
import io.shrike.model.FileOperation;
import io.shrike.model.FileTarget;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the activity of a {@code file} again. An event tells one operation of one effect; the others follow from the call
 * and its flags.
 */
final class FileReader {
    private static final Set<String> NEW_NAMES =
            Set.of("mkdir", "mkdirat", "mknod", "mknodat", "symlink", "symlinkat", "link", "linkat");

    private FileReader() {}

    static Optional<Activity> read(JsonObject file, List<String> missing) {
        Optional<String> syscall = file.text("syscall");
        Optional<FileOperation> operation = file.text("operation").flatMap(FileReader::operation);
        if (syscall.isEmpty() || (operation.isEmpty() && file.has("path"))) {
            return Optional.empty();
        }
        List<String> flags = file.texts("flags");
        List<FileEffect> effects = operation
                .map(told -> effects(file, syscall.get(), told, flags, missing))
                .orElse(List.of());
        return Optional.of(new Activity.FileActivity(syscall.get(), effects, flags, mode(file)));
    }

    private static Optional<FileOperation> operation(String word) {
        for (FileOperation operation : FileOperation.values()) {
            if (operation.name().toLowerCase(Locale.ROOT).equals(word)) {
                return Optional.of(operation);
            }
        }
        return Optional.empty();
    }

    private static Optional<Integer> mode(JsonObject file) {
        return file.text("mode").filter(mode -> mode.matches("[0-7]{1,4}")).map(mode -> Integer.parseInt(mode, 8));
    }

    private static List<FileEffect> effects(
            JsonObject file, String syscall, FileOperation told, List<String> flags, List<String> missing) {
        boolean directory = syscall.equals("rmdir") || syscall.startsWith("mkdir") || flags.contains("AT_REMOVEDIR");
        FileTarget target = new FileTarget(
                file.bytes("path"), file.bytes("requestedPath"), !NEW_NAMES.contains(syscall), directory, 0, 0);
        if (syscall.startsWith("rename")) {
            missing.add("whether what is renamed is a directory");
            Set<FileOperation> old = flags.contains("RENAME_EXCHANGE") ? Set.of(RENAME, WRITE) : Set.of(RENAME, UNLINK);
            return two(file, target, old, Set.of(RENAME, WRITE));
        }
        if (syscall.startsWith("link")) {
            return two(file, target, Set.of(), Set.of(WRITE));
        }
        if (syscall.startsWith("open") || syscall.equals("creat")) {
            return List.of(new FileEffect(target, opened(told, flags, missing)));
        }
        return List.of(new FileEffect(target, Set.of(told)));
    }

    /** The name that was there first, and the one that the call makes. */
    private static List<FileEffect> two(
            JsonObject file, FileTarget told, Set<FileOperation> atOld, Set<FileOperation> atNew) {
        if (file.has("oldPath")) {
            return List.of(new FileEffect(other(file, "oldPath"), atOld), new FileEffect(told, atNew));
        }
        if (file.has("newPath")) {
            return List.of(new FileEffect(told, atOld), new FileEffect(other(file, "newPath"), atNew));
        }
        return List.of(new FileEffect(told, atNew));
    }

    private static FileTarget other(JsonObject file, String key) {
        Field<ByteString> path = file.bytes(key);
        return new FileTarget(path, path, key.equals("oldPath"), false, 0, 0);
    }

    private static Set<FileOperation> opened(FileOperation told, List<String> flags, List<String> missing) {
        EnumSet<FileOperation> operations = EnumSet.of(told);
        if (flags.contains("O_RDWR")) {
            operations.add(WRITE);
            if (flags.contains("O_CREAT")) {
                missing.add("whether a file that was opened to be created was there");
            }
            operations.add(OPEN);
        }
        if (flags.contains("O_WRONLY") || flags.contains("O_TRUNC") || flags.contains("O_TMPFILE")) {
            operations.add(WRITE);
        }
        if (flags.contains("O_RDONLY") && !flags.contains("O_CREAT")) {
            operations.add(OPEN);
        }
        return operations;
    }
}
