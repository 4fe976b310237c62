package io.shrike.trace.decode;

import static io.shrike.model.FileOperation.RENAME;
import static io.shrike.model.FileOperation.UNLINK;
import static io.shrike.model.FileOperation.WRITE;

import io.shrike.model.Activity;
import io.shrike.model.Activity.FileActivity;
import io.shrike.model.FileEffect;
import io.shrike.model.FileOperation;
import io.shrike.model.FileTarget;
import io.shrike.trace.path.NameUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Calls that make, remove and change names: unlink, rmdir, rename, link, symlink, mkdir, mknod, and their -at forms. */
final class FileNameDecoder implements Decoder {
    private static final int AT_REMOVEDIR = 0x200;
    private static final int AT_SYMLINK_FOLLOW = 0x400;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int RENAME_EXCHANGE = 2;
    private static final int NO_DIRFD = -1;

    @Override
    public List<Activity> decode(Call call) {
        return switch (call.name()) {
            case "unlink", "rmdir" -> removed(call, call.target(NO_DIRFD, 0, NameUse.ENTRY), List.of());
            case "unlinkat" -> removed(call, call.target(0, 1, NameUse.ENTRY), unlinkFlags(call));
            case "rename" -> renamed(call, NO_DIRFD, 0, NO_DIRFD, 1, 0);
            case "renameat" -> renamed(call, 0, 1, 2, 3, 0);
            case "renameat2" -> renamed(call, 0, 1, 2, 3, call.intArgument(4));
            case "link" -> linked(call, call.target(NO_DIRFD, 0, NameUse.ENTRY), NO_DIRFD, 1);
            case "linkat" -> linked(call, linkSource(call), 2, 3);
            case "symlink" -> created(call, call.target(NO_DIRFD, 1, NameUse.ENTRY), Optional.empty());
            case "symlinkat" -> created(call, call.target(1, 2, NameUse.ENTRY), Optional.empty());
            case "mkdir", "mknod" ->
                created(call, call.target(NO_DIRFD, 0, NameUse.ENTRY), Optional.of(call.intArgument(1) & 07777));
            default -> created(call, call.target(0, 1, NameUse.ENTRY), Optional.of(call.intArgument(2) & 07777));
        };
    }

    private static List<String> unlinkFlags(Call call) {
        return (call.intArgument(2) & AT_REMOVEDIR) != 0 ? List.of("AT_REMOVEDIR") : List.of();
    }

    private static List<Activity> removed(Call call, Optional<FileTarget> target, List<String> flags) {
        return target.filter(FileNameDecoder::thereOrUnreadable)
                .map(file -> one(call, List.of(new FileEffect(file, Set.of(UNLINK))), flags, Optional.empty()))
                .orElse(List.of());
    }

    private static boolean thereOrUnreadable(FileTarget target) {
        return target.exists() || target.path().asOptional().isEmpty();
    }

    /** The old name goes away, the new one gets new content; with RENAME_EXCHANGE both get new content. */
    private static List<Activity> renamed(Call call, int fromDir, int from, int toDir, int to, int flags) {
        Optional<FileTarget> source =
                call.target(fromDir, from, NameUse.ENTRY).filter(FileNameDecoder::thereOrUnreadable);
        Optional<FileTarget> destination = call.target(toDir, to, NameUse.ENTRY);
        if (source.isEmpty() || destination.isEmpty()) {
            return List.of();
        }
        boolean exchange = (flags & RENAME_EXCHANGE) != 0;
        Set<FileOperation> atSource = exchange ? Set.of(RENAME, WRITE) : Set.of(RENAME, UNLINK);
        List<FileEffect> effects = List.of(
                new FileEffect(source.get(), atSource), new FileEffect(destination.get(), Set.of(RENAME, WRITE)));
        return one(call, effects, renameFlags(flags), Optional.empty());
    }

    private static List<String> renameFlags(int flags) {
        List<String> names = new ArrayList<>(3);
        String[] bits = {"RENAME_NOREPLACE", "RENAME_EXCHANGE", "RENAME_WHITEOUT"};
        for (int i = 0; i < bits.length; i++) {
            if ((flags & (1 << i)) != 0) {
                names.add(bits[i]);
            }
        }
        return names;
    }

    private static Optional<FileTarget> linkSource(Call call) {
        int flags = call.intArgument(4);
        if ((flags & AT_EMPTY_PATH) != 0
                && call.path(1).asOptional().filter(path -> path.isEmpty()).isPresent()) {
            return call.openFile(0);
        }
        return call.target(0, 1, (flags & AT_SYMLINK_FOLLOW) != 0 ? NameUse.FOLLOW : NameUse.ENTRY);
    }

    /** The new name gets content. The linked file itself does not change, but it is named first so that events show it. */
    private static List<Activity> linked(Call call, Optional<FileTarget> source, int toDir, int to) {
        Optional<FileTarget> destination = call.target(toDir, to, NameUse.ENTRY);
        if (source.filter(FileNameDecoder::thereOrUnreadable).isEmpty() || destination.isEmpty()) {
            return List.of();
        }
        List<FileEffect> effects =
                List.of(new FileEffect(source.get(), Set.of()), new FileEffect(destination.get(), Set.of(WRITE)));
        return one(call, effects, List.of(), Optional.empty());
    }

    private static List<Activity> created(Call call, Optional<FileTarget> target, Optional<Integer> mode) {
        return target.map(file -> one(call, List.of(new FileEffect(file, Set.of(WRITE))), List.of(), mode))
                .orElse(List.of());
    }

    private static List<Activity> one(Call call, List<FileEffect> effects, List<String> flags, Optional<Integer> mode) {
        return List.of(new FileActivity(call.name(), effects, flags, mode));
    }
}
