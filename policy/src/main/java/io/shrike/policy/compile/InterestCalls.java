package io.shrike.policy.compile;

import io.shrike.model.Interest;
import java.util.List;

/** The calls, by the names of their families, that show each kind of activity. */
final class InterestCalls {
    private InterestCalls() {}

    static List<String> of(Interest interest) {
        return switch (interest) {
            case FILE_READ, OPEN_RESULT -> List.of("open");
            case FILE_IDENTITY -> List.of("open", "truncate", "fallocate", "chmod", "chown", "setxattr", "removexattr");
            case FILE_WRITE -> List.of("open", "truncate", "fallocate", "rename", "link", "symlink", "mkdir", "mknod");
            case FILE_UNLINK -> List.of("unlink", "rmdir", "rename");
            case FILE_CHMOD -> List.of("chmod");
            case FILE_CHOWN -> List.of("chown");
            case FILE_RENAME -> List.of("rename");
            case FILE_XATTR -> List.of("setxattr", "removexattr");
            case EXEC, EXEC_ENVIRONMENT, EXEC_RESULT, EXEC_SOCKETS, EXEC_DIGEST -> List.of("execve");
            case CONNECT, CONNECT_RESULT -> List.of("connect");
            case SEND -> List.of("sendto", "sendmsg", "sendmmsg");
            case DNS -> List.of("connect", "sendto", "sendmsg", "sendmmsg");
            case RAW_SOCKET -> List.of("socket");
            case BIND -> List.of("bind");
            case LISTEN -> List.of("listen");
            case ACCEPT -> List.of("accept");
            case LIBRARY -> List.of("mmap");
        };
    }
}
