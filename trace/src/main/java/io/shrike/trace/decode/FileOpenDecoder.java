package io.shrike.trace.decode;

import static io.shrike.linux.abi.Fcntl.O_ACCMODE;
import static io.shrike.linux.abi.Fcntl.O_CREAT;
import static io.shrike.linux.abi.Fcntl.O_EXCL;
import static io.shrike.linux.abi.Fcntl.O_PATH;
import static io.shrike.linux.abi.Fcntl.O_RDONLY;
import static io.shrike.linux.abi.Fcntl.O_RDWR;
import static io.shrike.linux.abi.Fcntl.O_TRUNC;
import static io.shrike.linux.abi.Fcntl.O_WRONLY;

import io.shrike.linux.abi.OpenFlags;
import io.shrike.linux.syscall.Abi;
import io.shrike.model.Activity;
import io.shrike.model.Activity.FileActivity;
import io.shrike.model.ByteString;
import io.shrike.model.Field;
import io.shrike.model.FileEffect;
import io.shrike.model.FileOperation;
import io.shrike.model.FileTarget;
import io.shrike.trace.path.NameUse;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** open, openat, openat2 and creat (open(2), openat2(2)). */
final class FileOpenDecoder implements Decoder {
    /** The bit that O_TMPFILE has beside O_DIRECTORY; the same on every supported architecture. */
    private static final int TMPFILE_BIT = 0x40_0000;

    /** What creat(2) stands for. */
    private static final int CREAT_FLAGS = O_CREAT | O_WRONLY | O_TRUNC;

    private static final Set<FileOperation> NEITHER = Set.of();
    private static final Set<FileOperation> READS = Set.of(FileOperation.OPEN);
    private static final Set<FileOperation> WRITES = Set.of(FileOperation.WRITE);
    private static final Set<FileOperation> BOTH = Set.of(FileOperation.OPEN, FileOperation.WRITE);

    private final FlagNames flagNames = new FlagNames();
    private final TamperDecoder tampering;

    FileOpenDecoder(TamperDecoder tampering) {
        this.tampering = tampering;
    }

    @Override
    public List<Activity> decode(Call call) {
        return switch (call.name()) {
            case "open" -> open(call, Call.AT_FDCWD, call.path(0), call.intArgument(1), call.intArgument(2));
            case "openat" -> open(call, call.intArgument(0), call.path(1), call.intArgument(2), call.intArgument(3));
            case "creat" -> open(call, Call.AT_FDCWD, call.path(0), CREAT_FLAGS, call.intArgument(1));
            default -> openat2(call);
        };
    }

    /** The flags where the caller cannot change them any more; those of openat2 are in memory, and empty here. */
    static OptionalInt flags(Call call) {
        return switch (call.name()) {
            case "open" -> OptionalInt.of(call.intArgument(1));
            case "openat" -> OptionalInt.of(call.intArgument(2));
            case "creat" -> OptionalInt.of(CREAT_FLAGS);
            default -> OptionalInt.empty();
        };
    }

    /** struct open_how { __u64 flags; __u64 mode; __u64 resolve; }. */
    private List<Activity> openat2(Call call) {
        return switch (call.bytes(call.argument(2), 24)) {
            case Field.Known<byte[]>(byte[] how) ->
                open(
                        call,
                        call.intArgument(0),
                        call.path(1),
                        ByteOrderedReads.int32(how, 0),
                        ByteOrderedReads.int32(how, 8));
            case Field.Unreadable<byte[]>(String reason) -> anyOpen(call, reason);
        };
    }

    /** With unreadable flags it may be any open of the file. */
    private static List<Activity> anyOpen(Call call, String reason) {
        FileTarget target = call.target(0, 1, NameUse.FOLLOW_OR_CREATE)
                .orElseGet(
                        () -> new FileTarget(Field.unreadable(reason), Field.unreadable(reason), false, false, 0, 0));
        FileEffect effect = new FileEffect(target, EnumSet.of(FileOperation.OPEN, FileOperation.WRITE));
        return List.of(new FileActivity(call.name(), List.of(effect), List.of(reason), Optional.empty()));
    }

    private List<Activity> open(Call call, int dirfd, Field<ByteString> path, int flags, int mode) {
        Set<FileOperation> operations = operations(flags);
        if (operations.isEmpty()) {
            return List.of();
        }
        Optional<FileTarget> found = call.target(dirfd, path, use(flags, isArm(call)));
        if (found.isEmpty()) {
            return List.of();
        }
        FileTarget target = found.get();
        return target.exists() || creates(flags) || unreadable(target)
                ? activity(call, target, operations, flags, mode)
                : List.of();
    }

    private static boolean isArm(Call call) {
        return call.abi() == Abi.AARCH64 || call.abi() == Abi.ARM;
    }

    private static boolean unreadable(FileTarget target) {
        return target.path() instanceof Field.Unreadable<ByteString>;
    }

    private List<Activity> activity(Call call, FileTarget target, Set<FileOperation> operations, int flags, int mode) {
        Set<FileOperation> effective = operations;
        if (!target.exists() && creates(flags)) {
            effective = EnumSet.copyOf(operations);
            effective.add(FileOperation.WRITE);
            effective.remove(FileOperation.OPEN);
        }
        Activity opened = new FileActivity(
                call.name(),
                List.of(new FileEffect(target, effective)),
                flagNames.of(flags, isArm(call)),
                creates(flags) ? Optional.of(mode & 07777) : Optional.empty());
        return effective.contains(FileOperation.WRITE)
                ? target.path()
                        .asOptional()
                        .flatMap(path -> tampering.opened(call, path))
                        .map(tamper -> List.of(opened, tamper))
                        .orElse(List.of(opened))
                : List.of(opened);
    }

    private static boolean creates(int flags) {
        return (flags & (O_CREAT | TMPFILE_BIT)) != 0;
    }

    private static NameUse use(int flags, boolean arm) {
        boolean nofollow = (flags & OpenFlags.nofollow(arm)) != 0 || (flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL);
        if ((flags & O_CREAT) != 0) {
            return nofollow ? NameUse.ENTRY : NameUse.FOLLOW_OR_CREATE;
        }
        return nofollow ? NameUse.NOFOLLOW : NameUse.FOLLOW;
    }

    /** Reading is a mode that reads; writing a mode that writes, or truncation, or an unnamed file. O_PATH does neither. */
    static Set<FileOperation> operations(int flags) {
        if ((flags & O_PATH) != 0) {
            return NEITHER;
        }
        int access = flags & O_ACCMODE;
        boolean reads = access == O_RDONLY || access == O_RDWR;
        boolean writes = access != O_RDONLY || (flags & (O_TRUNC | TMPFILE_BIT)) != 0;
        if (reads) {
            return writes ? BOTH : READS;
        }
        return WRITES;
    }
}
