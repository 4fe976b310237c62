package io.shrike.delivery.destination.local;

import io.shrike.delivery.destination.ErrnoName;
import io.shrike.delivery.destination.RemoteDestination;
import io.shrike.delivery.destination.SendResult;
import io.shrike.model.ByteString;
import io.shrike.model.Event;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file of events, one JSON object a line, put aside by size and age. While the disk is full, or the path is no file, events
 * wait in the journal.
 */
public final class FileDestination implements RemoteDestination {
    private static final Set<String> PASSING = Set.of("EIO", "ESTALE");

    private final Path path;
    private final RotationLimits limits;
    private final RotatedFiles rotated;
    private final InstantSource clock;
    private @Nullable AppendedFile file;

    public FileDestination(Path path, RotationLimits limits, InstantSource clock) {
        this.path = path;
        this.limits = limits;
        this.rotated = new RotatedFiles(path, limits);
        this.clock = clock;
    }

    @Override
    public String name() {
        return "file " + path;
    }

    @Override
    public Optional<String> typeOf(Event event) {
        return Optional.of(event.type().wireName());
    }

    @Override
    public SendResult send(List<ByteString> events) {
        ByteBuffer lines = Lines.of(events);
        try {
            ready(lines.remaining()).append(lines);
            return SendResult.ACCEPTED;
        } catch (IOException failure) {
            close();
            return failed(failure);
        }
    }

    private SendResult failed(IOException failure) {
        String reason = ErrnoName.of(failure);
        return PASSING.contains(reason)
                ? SendResult.later(reason)
                : new SendResult.Unauthorized(reason, ErrnoName.text(failure));
    }

    private AppendedFile ready(int more) throws IOException {
        AppendedFile now = file;
        if (now != null && now.isStale()) {
            now.close();
            now = null;
        }
        if (now == null) {
            now = AppendedFile.open(path, clock.instant());
            file = now;
            rotated.tidy();
        }
        return now.size() > 0 && (now.size() + more > limits.bytes() || isOld(now)) ? rotate(now) : now;
    }

    /** A clock that was set back makes no file old. */
    private boolean isOld(AppendedFile now) {
        return limits.age()
                .filter(age -> Duration.between(now.begun(), clock.instant()).compareTo(age) >= 0)
                .isPresent();
    }

    private AppendedFile rotate(AppendedFile full) throws IOException {
        full.close();
        file = null;
        rotated.add();
        AppendedFile next = AppendedFile.open(path, clock.instant());
        file = next;
        rotated.tidy();
        return next;
    }

    @Override
    public void close() {
        AppendedFile open = file;
        file = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException _) {
                return;
            }
        }
    }
}
