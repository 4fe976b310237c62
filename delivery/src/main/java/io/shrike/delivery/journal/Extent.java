package io.shrike.delivery.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of one segment: a file, or memory where no file can be had. */
interface Extent {
    /** Writes all of it, or fails having written any part. */
    void write(ByteBuffer bytes, long at) throws IOException;

    /** Reads until the buffer is full or the bytes end. */
    void read(ByteBuffer into, long at) throws IOException;

    /** Forgets what is behind {@code size}. */
    void truncate(long size) throws IOException;

    /** Gives the bytes up. */
    void delete();

    /** Lets go of the bytes; those of a file stay. */
    void close();

    boolean inMemory();
}
