package io.shrike.policy.match;

import io.shrike.model.ByteString;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which of the exactly named files an inode is, so that a hard link or a renamed parent does not hide it. Holds at most one
 * inode for each name: the one last seen under it.
 *
 * <p>Not thread-safe.
 */
public final class FileIdentities {
    private final Set<ByteString> names;
    private final Map<Inode, ByteString> nameOf = new HashMap<>();
    private final Map<ByteString, Inode> inodeOf = new HashMap<>();

    public FileIdentities(Set<ByteString> names) {
        this.names = Set.copyOf(names);
    }

    /** The names that this knows about. */
    public Set<ByteString> names() {
        return names;
    }

    /** Takes note that {@code path} is this inode now. Nothing happens for a path that is none of the names. */
    public void learn(ByteString path, long device, long inode) {
        if (inode == 0 || !names.contains(path)) {
            return;
        }
        Inode identity = new Inode(device, inode);
        if (identity.equals(inodeOf.get(path))) {
            return;
        }
        forget(path);
        inodeOf.put(path, identity);
        nameOf.putIfAbsent(identity, path);
    }

    /** Takes note that {@code path} is going away, so that its inode may become another file's. */
    public void forget(ByteString path) {
        Inode old = inodeOf.remove(path);
        if (old != null) {
            nameOf.remove(old, path);
        }
    }

    /** Takes over what {@code before} knows of the names that both have, where this knows nothing itself. */
    public void inherit(FileIdentities before) {
        before.inodeOf.forEach((path, inode) -> {
            if (!inodeOf.containsKey(path)) {
                learn(path, inode.device(), inode.number());
            }
        });
    }

    /** The exact name under which this inode was seen. */
    public @Nullable ByteString nameOf(long device, long inode) {
        return inode == 0 || nameOf.isEmpty() ? null : nameOf.get(new Inode(device, inode));
    }

    private record Inode(long device, long number) {}
}
