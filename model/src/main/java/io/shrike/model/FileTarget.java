package io.shrike.model;

/**
 * A file that a call names. {@code path} is absolute with no symlink, {@code .} or {@code ..} left, as seen from the root of
 * the sensor where the tracee's root lies below it; {@code requestedPath} is what the program wrote. {@code device} (dev_t as
 * stat gives it) and {@code inode} identify an existing file, both 0 where there is none yet.
 */
public record FileTarget(
        Field<ByteString> path,
        Field<ByteString> requestedPath,
        boolean exists,
        boolean directory,
        long device,
        long inode) {

    /** A target known by an absolute path alone, as scenarios and tests name it. */
    public static FileTarget ofPath(ByteString path) {
        return new FileTarget(Field.known(path), Field.known(path), true, false, 0, 0);
    }
}
