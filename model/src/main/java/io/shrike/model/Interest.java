package io.shrike.model;

/** A kind of activity that some rule can be about; the engine asks the kernel only for these. */
public enum Interest {
    FILE_READ,
    FILE_WRITE,
    FILE_UNLINK,
    FILE_CHMOD,
    FILE_CHOWN,
    FILE_RENAME,
    FILE_XATTR,
    /** Device and inode of the files that calls name are needed as well. */
    FILE_IDENTITY,
    /** What an open that was let through really opened is needed as well: a rule that blocks must not be raced. */
    OPEN_RESULT,
    EXEC,
    /** The environment of an exec is needed as well. */
    EXEC_ENVIRONMENT,
    /** What an exec that was let through really runs is needed as well. */
    EXEC_RESULT,
    /** Which of an exec's standard descriptors are sockets is needed as well. */
    EXEC_SOCKETS,
    /** The SHA-256 of the program of an exec is needed as well. */
    EXEC_DIGEST,
    CONNECT,
    /** Where a connect that was let through really goes is needed as well: a rule that blocks must not be raced. */
    CONNECT_RESULT,
    /** Datagrams with an address. */
    SEND,
    DNS,
    /** Raw and packet sockets. */
    RAW_SOCKET,
    BIND,
    LISTEN,
    ACCEPT,
    LIBRARY
}
