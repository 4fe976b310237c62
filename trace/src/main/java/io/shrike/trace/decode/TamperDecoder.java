package io.shrike.trace.decode;

import io.shrike.linux.abi.Ptrace;
import io.shrike.model.Activity;
import io.shrike.model.Activity.SyscallActivity;
import io.shrike.model.Activity.TamperActivity;
import io.shrike.model.Activity.Watcher;
import io.shrike.model.ByteString;
import java.util.List;
import java.util.Optional;

/**
 * Calls by which a process reaches into another one: signals (kill(2), tgkill(2), pidfd_send_signal(2)), ptrace(2),
 * process_vm_writev(2). They are told where the other one is a watcher; signal 0 only asks whether it is there.
 */
final class TamperDecoder implements Decoder {
    static final List<String> CALLS = List.of(
            "kill",
            "tkill",
            "tgkill",
            "rt_sigqueueinfo",
            "rt_tgsigqueueinfo",
            "pidfd_send_signal",
            "ptrace",
            "process_vm_readv",
            "process_vm_writev");

    private final Watchers watchers;
    private final Decoder raw;

    TamperDecoder(Watchers watchers, Decoder raw) {
        this.watchers = watchers;
        this.raw = raw;
    }

    @Override
    public List<Activity> decode(Call call) {
        return victim(call).map(victim -> tamper(call, victim)).orElse(List.of());
    }

    /** What an open of {@code path} for writing adds to the open itself. */
    Optional<Activity> opened(Call call, ByteString path) {
        return watchers.owning(path).map(victim -> tamper(call, victim).getFirst());
    }

    private List<Activity> tamper(Call call, Watcher victim) {
        return raw.decode(call).getFirst() instanceof SyscallActivity told
                ? List.of(new TamperActivity(told, victim))
                : List.of();
    }

    private Optional<Watcher> victim(Call call) {
        int first = call.intArgument(0);
        int second = call.intArgument(1);
        return switch (call.name()) {
            case "kill" -> second == 0 ? Optional.empty() : watchers.signalled(call.tid(), first);
            case "tkill", "rt_sigqueueinfo" -> second == 0 ? Optional.empty() : watchers.of(call.tid(), first);
            case "tgkill", "rt_tgsigqueueinfo" ->
                call.intArgument(2) == 0 ? Optional.empty() : watchers.of(call.tid(), first);
            case "pidfd_send_signal" -> second == 0 ? Optional.empty() : watchers.behindPidfd(call.tid(), first);
            case "ptrace" ->
                first == Ptrace.PTRACE_ATTACH || first == Ptrace.PTRACE_SEIZE
                        ? watchers.of(call.tid(), second)
                        : Optional.empty();
            default -> watchers.of(call.tid(), first);
        };
    }
}
