package io.shrike.policy.explain;

import static io.shrike.policy.explain.BlockPromise.Kind.CAN_BE_RACED;
import static io.shrike.policy.explain.BlockPromise.Kind.CHECKED_AFTERWARDS;
import static io.shrike.policy.explain.BlockPromise.Kind.RACE_FREE;

import io.shrike.model.Interest;
import io.shrike.policy.compile.RuleNeeds;
import java.util.ArrayList;
import java.util.List;

/** What another thread of the caller can do against a rule that blocks, under the notify engine. */
public final class BlockPromises {
    private static final String NAMES = "swapping the name while the call is decided is not noticed";

    private BlockPromises() {}

    /** For one rule, each once; none for a rule that does not block. */
    public static List<BlockPromise> of(RuleNeeds rule) {
        if (!rule.blocks()) {
            return List.of();
        }
        List<BlockPromise> promises = new ArrayList<>();
        rule.interests().stream()
                .sorted()
                .flatMap(interest -> of(interest).stream())
                .distinct()
                .forEach(promises::add);
        if (!rule.syscalls().isEmpty()) {
            promises.add(new BlockPromise(RACE_FREE, "calls by number and by the registers they are made with"));
        }
        return promises;
    }

    private static List<BlockPromise> of(Interest interest) {
        return switch (interest) {
            case OPEN_RESULT -> checked("opens: the descriptor is compared with what was decided");
            case EXEC_RESULT -> checked("execs: the program that runs is compared with what was decided");
            case CONNECT_RESULT -> checked("connects: the peer is compared with what was decided");
            case FILE_WRITE -> raced("truncate, link, symlink, mkdir, mknod: " + NAMES);
            case FILE_UNLINK -> raced("unlink, rmdir: " + NAMES);
            case FILE_CHMOD -> raced("chmod: " + NAMES);
            case FILE_CHOWN -> raced("chown: " + NAMES);
            case FILE_RENAME -> raced("rename: " + NAMES);
            case FILE_XATTR -> raced("setxattr, removexattr: " + NAMES);
            case SEND -> raced("datagrams: swapping the address while the call is decided is not noticed");
            case DNS -> raced("questions to DNS: swapping the message while the call is decided is not noticed");
            case BIND -> raced("bind: swapping the address while the call is decided is not noticed");
            case LISTEN -> raced("listen: exchanging the descriptor while the call is decided is not noticed");
            case ACCEPT -> raced("accept: exchanging the descriptor while the call is decided is not noticed");
            case LIBRARY -> raced("mmap: exchanging the descriptor while the call is decided is not noticed");
            case RAW_SOCKET -> List.of(new BlockPromise(RACE_FREE, "socket: its arguments are registers"));
            case FILE_READ, FILE_IDENTITY, EXEC, EXEC_ENVIRONMENT, EXEC_SOCKETS, EXEC_DIGEST, CONNECT -> List.of();
        };
    }

    private static List<BlockPromise> checked(String text) {
        return List.of(new BlockPromise(CHECKED_AFTERWARDS, text));
    }

    private static List<BlockPromise> raced(String text) {
        return List.of(new BlockPromise(CAN_BE_RACED, text));
    }
}
