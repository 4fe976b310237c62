package io.shrike.model;

import java.util.Optional;

/**
 * A program file at exec: {@code path} after symlinks; {@code fileless} for a memfd or a deleted file; {@code newBinary} when
 * it was written after the watch began; {@code sha256} of its content in lower-case hexadecimal, empty where it was not taken.
 */
public record ProgramFile(
        Field<ByteString> path,
        boolean fileless,
        boolean newBinary,
        long device,
        long inode,
        Optional<Field<String>> sha256) {
    /** A file whose content was not looked at. */
    public ProgramFile(Field<ByteString> path, boolean fileless, boolean newBinary, long device, long inode) {
        this(path, fileless, newBinary, device, inode, Optional.empty());
    }

    public static ProgramFile ofPath(ByteString path) {
        return new ProgramFile(Field.known(path), false, false, 0, 0);
    }

    public ProgramFile withSha256(Optional<Field<String>> digest) {
        return new ProgramFile(path, fileless, newBinary, device, inode, digest);
    }
}
