package io.shrike.trace.decode;

import io.shrike.linux.syscall.Abi;

/**
 * struct msghdr { void *name; int namelen; struct iovec *iov; size_t iovlen; void *control; size_t controllen; int flags; }
 * and struct mmsghdr { struct msghdr hdr; unsigned len; } with words of 8 or 4 bytes (linux/socket.h).
 */
record MessageLayout(int word) {
    private static final MessageLayout WIDE = new MessageLayout(8);
    private static final MessageLayout NARROW = new MessageLayout(4);

    static MessageLayout of(Abi abi) {
        return abi.pointerSize() == 8 ? WIDE : NARROW;
    }

    int sizeOfMsghdr() {
        return 7 * word;
    }

    int sizeOfMmsghdr() {
        return 8 * word;
    }

    long name(byte[] header) {
        return ByteOrderedReads.word(header, 0, word);
    }

    int nameLength(byte[] header) {
        return ByteOrderedReads.int32(header, word);
    }

    long vector(byte[] header) {
        return ByteOrderedReads.word(header, 2 * word, word);
    }

    long vectorLength(byte[] header) {
        return ByteOrderedReads.word(header, 3 * word, word);
    }
}
