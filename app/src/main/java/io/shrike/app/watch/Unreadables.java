package io.shrike.app.watch;

import io.shrike.model.Activity;
import io.shrike.model.Activity.ExecActivity;
import io.shrike.model.Activity.FileActivity;
import io.shrike.model.Activity.NetworkActivity;
import io.shrike.model.Field;
import io.shrike.model.FileEffect;
import java.util.Optional;
import java.util.Set;

/** Whether an activity could be judged at all: a rule about a path or an address says nothing of one that was not readable. */
final class Unreadables {
    /** What the kernel cannot read either: the call fails, so nothing went on unjudged. */
    private static final Set<String> KERNEL_REFUSES = Set.of("EFAULT", "ENAMETOOLONG");

    private Unreadables() {}

    /** Why what the activity is about could not be read; empty where it could. */
    static Optional<String> reason(Activity activity) {
        return switch (activity) {
            case FileActivity file -> file(file);
            case ExecActivity exec -> reason(exec.program().path()).or(() -> digest(exec));
            case NetworkActivity network -> network.remote().flatMap(Unreadables::reason);
            case Activity.DnsActivity _,
                    Activity.LibraryActivity _,
                    Activity.SyscallActivity _,
                    Activity.TamperActivity _,
                    Activity.SessionActivity _,
                    Activity.InstalledActivity _ -> Optional.empty();
        };
    }

    /** Of a file whose content a rule asks for. */
    static Optional<String> digest(ExecActivity exec) {
        return exec.files().stream()
                .flatMap(file -> file.sha256().flatMap(Unreadables::reason).stream())
                .findFirst()
                .map(reason -> "sha256:" + reason);
    }

    private static Optional<String> file(FileActivity file) {
        for (FileEffect effect : file.effects()) {
            Optional<String> reason = reason(effect.target().path());
            if (reason.isPresent()) {
                return reason;
            }
        }
        return Optional.empty();
    }

    private static <T> Optional<String> reason(Field<T> field) {
        return field instanceof Field.Unreadable<T>(String reason) && !KERNEL_REFUSES.contains(reason)
                ? Optional.of(reason)
                : Optional.empty();
    }
}
