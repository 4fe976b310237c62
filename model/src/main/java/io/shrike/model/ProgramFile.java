package io.shrike.model;

/**
 * A program file at exec: {@code path} after symlinks; {@code fileless} for a memfd or a deleted file; {@code newBinary} when
 * it was written after the watch began.
 */
public record ProgramFile(Field<ByteString> path, boolean fileless, boolean newBinary, long device, long inode) {
    public static ProgramFile ofPath(ByteString path) {
        return new ProgramFile(Field.known(path), false, false, 0, 0);
    }
}
