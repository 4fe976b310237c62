package io.shrike.trace.decode;

import io.shrike.linux.syscall.Abi;
import io.shrike.linux.syscall.SyscallTable;
import io.shrike.model.Interest;
import io.shrike.model.Needs;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** From a number in an ABI's table to the call's name and decoder, by array. Filled as numbers are met. */
final class CallRoutes {
    private static final int MAX_NUMBER = 1024;

    /** Calls that can give a process another root or other mounts. */
    private static final Set<String> ROOT_CHANGES = Set.of(
            "chroot",
            "pivot_root",
            "setns",
            "unshare",
            "mount",
            "umount2",
            "umount",
            "move_mount",
            "mount_setattr",
            "clone",
            "clone3");

    private final Map<Abi, Route[]> byAbi = new EnumMap<>(Abi.class);
    private final Decoders decoders;
    private final Needs needs;

    /**
     * {@code traced}: the policy names this very call, so it is told even when it has no other effect. {@code rawArguments}: a
     * rule asks for the registers of this call. {@code changesRoot}: it can give a process another root or other mounts. {@code
     * multiplexer}: its first argument names the call, as of socketcall(2). {@code checksResult}: what it did is looked at when
     * it was let through.
     */
    record Route(
            String name,
            Decoder decoder,
            boolean traced,
            boolean rawArguments,
            boolean changesRoot,
            boolean multiplexer,
            boolean checksResult) {}

    CallRoutes(Decoders decoders, Needs needs) {
        this.decoders = decoders;
        this.needs = needs;
    }

    Route of(Abi abi, int number) {
        if (number < 0 || number >= MAX_NUMBER) {
            return route(abi, number);
        }
        Route[] routes = byAbi.computeIfAbsent(abi, _ -> new Route[MAX_NUMBER]);
        Route route = routes[number];
        if (route == null) {
            route = route(abi, number);
            routes[number] = route;
        }
        return route;
    }

    private Route route(Abi abi, int number) {
        String name = SyscallTable.of(abi).name(number).orElse("syscall_" + Integer.toUnsignedString(number));
        return named(name);
    }

    private boolean checksResult(String name) {
        return (Decoders.OPENS.contains(name) && needs.wants(Interest.OPEN_RESULT))
                || (Decoders.EXECS.contains(name) && needs.wants(Interest.EXEC_RESULT))
                || (name.equals("connect") && needs.wants(Interest.CONNECT_RESULT));
    }

    Route named(String name) {
        boolean traced = needs.everySyscall() || needs.syscalls().contains(name);
        return new Route(
                name,
                decoders.of(name, needs),
                traced,
                needs.rawArguments().contains(name),
                ROOT_CHANGES.contains(name),
                name.equals("socketcall"),
                checksResult(name));
    }
}
