package io.shrike.trace.decode;

import static io.shrike.model.FileOperation.CHMOD;
import static io.shrike.model.FileOperation.CHOWN;
import static io.shrike.model.FileOperation.WRITE;
import static io.shrike.model.FileOperation.XATTR;

import io.shrike.model.Activity;
import io.shrike.model.Activity.FileActivity;
import io.shrike.model.ByteString;
import io.shrike.model.FileEffect;
import io.shrike.model.FileOperation;
import io.shrike.model.FileTarget;
import io.shrike.trace.path.NameUse;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Calls that change a file in place: chmod, chown, xattr, truncate, fallocate, by name or descriptor. */
final class FileAttributeDecoder implements Decoder {
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int NO_DIRFD = -1;

    @Override
    public List<Activity> decode(Call call) {
        return switch (call.name()) {
            case "chmod" -> one(call, named(call, true), CHMOD, mode(call, 1));
            case "fchmod" -> one(call, call.descriptor(0), CHMOD, mode(call, 1));
            case "fchmodat" -> one(call, call.target(0, 1, NameUse.FOLLOW), CHMOD, mode(call, 2));
            case "fchmodat2" -> one(call, at(call, 3), CHMOD, mode(call, 2));
            case "chown", "chown32" -> one(call, named(call, true), CHOWN, Optional.empty());
            case "lchown", "lchown32" -> one(call, named(call, false), CHOWN, Optional.empty());
            case "fchown", "fchown32" -> one(call, call.descriptor(0), CHOWN, Optional.empty());
            case "fchownat" -> one(call, at(call, 4), CHOWN, Optional.empty());
            case "setxattr", "removexattr" -> one(call, named(call, true), XATTR, Optional.empty());
            case "lsetxattr", "lremovexattr" -> one(call, named(call, false), XATTR, Optional.empty());
            case "fsetxattr", "fremovexattr" -> one(call, call.descriptor(0), XATTR, Optional.empty());
            case "setxattrat", "removexattrat" -> one(call, at(call, 2), XATTR, Optional.empty());
            case "truncate", "truncate64" -> one(call, named(call, true), WRITE, Optional.empty());
            default -> one(call, call.descriptor(0), WRITE, Optional.empty());
        };
    }

    private static Optional<FileTarget> named(Call call, boolean follow) {
        return call.target(NO_DIRFD, 0, follow ? NameUse.FOLLOW : NameUse.NOFOLLOW);
    }

    /** A dirfd and a path in arguments 0 and 1, AT_ flags in argument {@code flagsIndex}. */
    private static Optional<FileTarget> at(Call call, int flagsIndex) {
        int flags = call.intArgument(flagsIndex);
        boolean empty = call.path(1).asOptional().filter(ByteString::isEmpty).isPresent() || call.argument(1) == 0;
        if ((flags & AT_EMPTY_PATH) != 0 && empty) {
            return call.openFile(0);
        }
        return call.target(0, 1, (flags & AT_SYMLINK_NOFOLLOW) != 0 ? NameUse.NOFOLLOW : NameUse.FOLLOW);
    }

    private static Optional<Integer> mode(Call call, int index) {
        return Optional.of(call.intArgument(index) & 07777);
    }

    private static List<Activity> one(
            Call call, Optional<FileTarget> target, FileOperation operation, Optional<Integer> mode) {
        return target.map(file -> List.<Activity>of(new FileActivity(
                        call.name(), List.of(new FileEffect(file, Set.of(operation))), List.of(), mode)))
                .orElse(List.of());
    }
}
