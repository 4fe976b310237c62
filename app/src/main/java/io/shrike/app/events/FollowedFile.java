package io.shrike.app.events;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file that grows; when another file takes its place, or it is cut, that is read from its start. A line counts
 * once it has an end.
 */
final class FollowedFile implements AutoCloseable {
    private static final int STEP = 65_536;

    private final Path path;
    private FileChannel channel;
    private @Nullable Object key;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    FollowedFile(Path path) throws IOException {
        this.path = path;
        this.channel = FileChannel.open(path);
        this.key = key(path);
    }

    private static @Nullable Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    /** Hands over what came since the last time; false once {@code taker} wants no more. */
    boolean read(Predicate<String> taker) throws IOException {
        if (channel.size() < channel.position()) {
            channel.position(0);
            begun.reset();
        }
        if (!readOn(taker)) {
            return false;
        }
        if (isReplaced()) {
            channel.close();
            channel = FileChannel.open(path);
            key = key(path);
            begun.reset();
            return readOn(taker);
        }
        return true;
    }

    private boolean isReplaced() throws IOException {
        try {
            Object now = key(path);
            return now != null && !now.equals(key);
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    private boolean readOn(Predicate<String> taker) throws IOException {
        ByteBuffer step = ByteBuffer.allocate(STEP);
        while (channel.read(step) > 0) {
            step.flip();
            while (step.hasRemaining()) {
                byte next = step.get();
                if (next != '\n') {
                    begun.write(next);
                    continue;
                }
                String line = begun.toString(StandardCharsets.UTF_8);
                begun.reset();
                if (!taker.test(line)) {
                    return false;
                }
            }
            step.clear();
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
