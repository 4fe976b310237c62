package io.shrike.delivery.pipeline;

import io.shrike.model.Activity;
import io.shrike.model.ByteString;
import io.shrike.model.Event;
import io.shrike.model.Field;
import io.shrike.model.FileEffect;
import io.shrike.model.FileTarget;
import io.shrike.model.ProcessRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * About how many bytes of heap an event holds while it waits: an estimate that a command line of megabytes cannot escape. The
 * arguments of a process count once for events in a row, which share them. Owned by the producer, and allocates nothing.
 */
final class EventWeight {
    /** The objects of a common event, its process and its short names. */
    private static final int EVENT = 768;
    /** A byte string or a pair of small objects, without the bytes. */
    private static final int VALUE = 56;

    private @Nullable Field<List<ByteString>> lastArguments;

    int of(Event event) {
        long weight = switch (event) {
            case Event.Observed observed -> EVENT + activity(observed.activity()) + process(observed.process());
            case Event.SensorStatus _,
                    Event.SensorGap _,
                    Event.PolicyLoaded _,
                    Event.PolicyError _,
                    Event.EventsSuppressed _ -> EVENT;
        };
        return (int) Math.min(Integer.MAX_VALUE, weight);
    }

    @SuppressWarnings("ReferenceEquality") // the same object is what sharing means
    private long process(ProcessRef process) {
        long weight = (long) VALUE * process.ancestors().size();
        if (process.arguments() != lastArguments) {
            lastArguments = process.arguments();
            weight += list(process.arguments());
        }
        return weight;
    }

    private static long activity(Activity activity) {
        return switch (activity) {
            case Activity.FileActivity file -> effects(file.effects());
            case Activity.ExecActivity exec ->
                value(exec.requestedPath()) + list(exec.arguments()) + list(exec.environment());
            case Activity.LibraryActivity library -> target(library.library());
            case Activity.SyscallActivity syscall -> details(syscall.details());
            case Activity.TamperActivity tamper -> details(tamper.call().details());
            case Activity.DnsActivity dns -> 2L * VALUE * dns.questions().size();
            case Activity.InstalledActivity installed ->
                4L
                        * VALUE
                        * (installed.changes().size() + installed.unattributed().size());
            case Activity.NetworkActivity _, Activity.SessionActivity _ -> 0;
        };
    }

    private static long effects(List<FileEffect> effects) {
        long weight = 0;
        for (int i = 0; i < effects.size(); i++) {
            weight += target(effects.get(i).target());
        }
        return weight;
    }

    private static long target(FileTarget target) {
        return value(target.path()) + value(target.requestedPath());
    }

    private static long details(List<Activity.Detail> details) {
        long weight = 0;
        for (int i = 0; i < details.size(); i++) {
            weight += value(details.get(i).value());
        }
        return weight;
    }

    private static long list(Field<List<ByteString>> field) {
        long weight = 0;
        if (field instanceof Field.Known<List<ByteString>> known) {
            List<ByteString> values = known.value();
            for (int i = 0; i < values.size(); i++) {
                weight += VALUE + values.get(i).length();
            }
        }
        return weight;
    }

    private static long value(Field<ByteString> field) {
        return field instanceof Field.Known<ByteString> known
                ? VALUE + known.value().length()
                : VALUE;
    }
}
