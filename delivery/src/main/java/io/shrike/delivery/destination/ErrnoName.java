package io.shrike.delivery.destination;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Objects;

/**
 * The errno name behind an IOException. The JDK gives only the text of strerror(3), which differs between C libraries and
 * locales: what is not known is {@code other}.
 */
public final class ErrnoName {
    /** What has no name here. */
    public static final String OTHER = "other";

    private static final Map<String, String> BY_TEXT = Map.ofEntries(
            Map.entry("No space left on device", "ENOSPC"),
            Map.entry("Disk quota exceeded", "EDQUOT"),
            Map.entry("Quota exceeded", "EDQUOT"),
            Map.entry("Broken pipe", "EPIPE"),
            Map.entry("Input/output error", "EIO"),
            Map.entry("I/O error", "EIO"),
            Map.entry("File too large", "EFBIG"),
            Map.entry("Bad file descriptor", "EBADF"),
            Map.entry("Read-only file system", "EROFS"),
            Map.entry("Is a directory", "EISDIR"),
            Map.entry("Not a directory", "ENOTDIR"),
            Map.entry("No such file or directory", "ENOENT"),
            Map.entry("Permission denied", "EACCES"),
            Map.entry("Operation not permitted", "EPERM"),
            Map.entry("File name too long", "ENAMETOOLONG"),
            Map.entry("Too many levels of symbolic links", "ELOOP"),
            Map.entry("Symbolic link loop", "ELOOP"),
            Map.entry("Too many open files", "EMFILE"),
            Map.entry("No file descriptors available", "EMFILE"),
            Map.entry("Stale file handle", "ESTALE"));

    private ErrnoName() {}

    /** The name, e.g. {@code ENOSPC}. */
    public static String of(IOException failure) {
        return BY_TEXT.getOrDefault(text(failure), OTHER);
    }

    /** The words of the kernel's answer without the path. */
    public static String text(IOException failure) {
        return switch (failure) {
            case AccessDeniedException _ -> "Permission denied";
            case NoSuchFileException _ -> "No such file or directory";
            case FileSystemException named -> Objects.requireNonNullElse(named.getReason(), "unknown reason");
            default -> Objects.requireNonNullElse(failure.getMessage(), "unknown reason");
        };
    }
}
