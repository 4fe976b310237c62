package io.shrike.policy.explain;

import io.shrike.model.Interest;
import io.shrike.policy.compile.RuleNeeds;
import java.util.ArrayList;
import java.util.List;

/** What a rule cannot see wherever it runs, one sentence each. */
public final class BlindSpots {
    private static final String ATTEMPT = "whether the call succeeds: it is judged before it runs";
    private static final String OPEN_FILES =
            "what happens through a descriptor that was open before, or came from another process";
    private static final String RING = "operations that are submitted through io_uring; that a ring is set up is seen";
    private static final String OUTER =
            "a call that the container runtime's own seccomp profile refuses: it never reaches this filter";

    private BlindSpots() {}

    /** For one rule, the general ones first. */
    public static List<String> of(RuleNeeds rule) {
        List<String> spots = new ArrayList<>();
        if (!rule.interests().isEmpty() || !rule.syscalls().isEmpty()) {
            spots.add(ATTEMPT);
        }
        rule.interests().stream()
                .sorted()
                .flatMap(interest -> of(interest).stream())
                .distinct()
                .forEach(spots::add);
        if (!rule.syscalls().isEmpty()) {
            spots.add(OUTER);
        }
        return spots;
    }

    private static List<String> of(Interest interest) {
        return switch (interest) {
            case FILE_READ, FILE_WRITE -> List.of(OPEN_FILES, RING);
            case FILE_UNLINK, FILE_RENAME, FILE_XATTR -> List.of(RING);
            case FILE_CHMOD, FILE_CHOWN -> List.of();
            case FILE_IDENTITY ->
                List.of("another name of the file in a mount namespace where the named path is another file");
            case OPEN_RESULT ->
                List.of(
                        "what another thread reads from a descriptor in the microseconds before its process is killed for it");
            case EXEC_RESULT ->
                List.of(
                        "a script that is swapped for another script of the same interpreter while its exec is decided");
            case EXEC ->
                List.of(
                        "a script that an interpreter is given as an argument, other than as an argument of the interpreter");
            case EXEC_ENVIRONMENT -> List.of("variables that a program sets for itself after it started");
            case EXEC_SOCKETS ->
                List.of(
                        "a shell that gets its input through a pipe, a terminal or a Unix socket which another process relays",
                        "a shell under another name, and redirections that a shell makes after it started");
            case EXEC_DIGEST ->
                List.of(
                        "the same program with one byte more or less, and what an interpreter is told to run",
                        "before it runs, a program of more than 8 MiB that was not run before: it is told after it started");
            case CONNECT -> List.of("where a proxy connects to on behalf of the program", RING);
            case CONNECT_RESULT ->
                List.of(
                        "where a datagram with an address, or a connection that a send makes (MSG_FASTOPEN), goes when its address"
                                + " is swapped while it is decided",
                        "a descriptor that is exchanged for another between the end of a connect and the look at it");
            case SEND -> List.of("datagrams on a connected socket: the connect is judged instead");
            case DNS ->
                List.of("names that are asked over TLS or HTTPS, or by a resolver outside of the watched processes");
            case RAW_SOCKET -> List.of("where the packets of a raw or packet socket go");
            case BIND -> List.of("a port that the kernel chooses");
            case LISTEN -> List.of("listeners that were inherited or passed on");
            case ACCEPT -> List.of("the peer of a connection: accept is judged before there is one", RING);
            case LIBRARY ->
                List.of(
                        "code that never was a mapped file: anonymous memory that is made executable after it was written");
        };
    }
}
