package io.shrike.policy.match;

import io.shrike.model.ByteString;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which of the exactly named files an inode is, so that a hard link, a bind mount or a renamed parent does not hide it. Holds at
 * most one inode for each name: the one last seen under it.
 *
 * <p>With a {@link Lookup} it believes nothing that it has not looked up: a call is judged before it happens and may fail, so
 * what a call would do to a name is only a reason to look again, until the name shows another file or has been looked at often.
 *
 * <p>Not thread-safe.
 */
public final class FileIdentities {
    /** How often a name is looked up after a call that may change it: the call runs after it was judged. */
    private static final int LOOKS = 256;

    private final Set<ByteString> names;
    private final Map<Inode, ByteString> nameOf = new HashMap<>();
    private final Map<ByteString, Inode> inodeOf = new HashMap<>();
    private final Map<ByteString, Integer> looksLeft = new HashMap<>();
    private @Nullable Lookup lookup;

    public FileIdentities(Set<ByteString> names) {
        this.names = Set.copyOf(names);
    }

    /** A file system's identity of a file: dev_t as stat(2) gives it, and the inode number. */
    public record Inode(long device, long number) {}

    /** Asks the file system. */
    @FunctionalInterface
    public interface Lookup {
        /** The file at {@code path}, symlinks followed; null where there is none or it is a directory. */
        @Nullable
        Inode at(ByteString path);
    }

    /** The names that this knows about. */
    public Set<ByteString> names() {
        return names;
    }

    /** Looks all names up now, and through {@code files} whenever one may have become another file. */
    public void watch(Lookup files) {
        lookup = files;
        names.forEach(name -> refresh(name, files));
    }

    /** Takes note that {@code path} is this inode now. Nothing happens for a path that is none of the names. */
    public void learn(ByteString path, long device, long inode) {
        if (inode != 0 && names.contains(path)) {
            is(path, new Inode(device, inode));
        }
    }

    /** Takes note that {@code path} is going away, so that its inode may become another file's. */
    public void forget(ByteString path) {
        Inode old = inodeOf.remove(path);
        if (old != null && nameOf.remove(old, path)) {
            nameOtherwise(old);
        }
    }

    /** Two exact names may be links to one file; where one goes, the other is left. */
    private void nameOtherwise(Inode inode) {
        for (Map.Entry<ByteString, Inode> entry : inodeOf.entrySet()) {
            if (entry.getValue().equals(inode)) {
                nameOf.put(inode, entry.getKey());
                return;
            }
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

    /** A call found {@code path} to be this inode, in the root of its process. */
    public void met(ByteString path, long device, long inode) {
        if (inode == 0 || !names.contains(path) || isKnown(path, device, inode)) {
            return;
        }
        Lookup files = lookup;
        if (files == null) {
            learn(path, device, inode);
        } else {
            refresh(path, files);
        }
    }

    /** A call that may make {@code path} another file, or none, goes on now. */
    public void mayChange(ByteString path) {
        if (!names.contains(path)) {
            return;
        }
        if (lookup == null) {
            forget(path);
        } else {
            looksLeft.put(path, LOOKS);
        }
    }

    /** The exact name of this inode, where that is not {@code path} itself. */
    public @Nullable ByteString otherNameOf(ByteString path, long device, long inode) {
        if (inode == 0 || names.isEmpty()) {
            return null;
        }
        Lookup files = lookup;
        if (files != null && !looksLeft.isEmpty()) {
            lookAgain(files);
        }
        ByteString name = nameOf(device, inode);
        if (name == null || name.equals(path)) {
            return null;
        }
        if (files == null) {
            return name;
        }
        Inode now = files.at(name);
        if (now != null) {
            is(name, now);
        }
        return nameOf(device, inode);
    }

    /** The exact name under which this inode was seen. */
    public @Nullable ByteString nameOf(long device, long inode) {
        return inode == 0 || nameOf.isEmpty() ? null : nameOf.get(new Inode(device, inode));
    }

    private boolean isKnown(ByteString path, long device, long inode) {
        Inode known = inodeOf.get(path);
        return known != null && known.device() == device && known.number() == inode;
    }

    private void lookAgain(Lookup files) {
        Iterator<Map.Entry<ByteString, Integer>> changing = looksLeft.entrySet().iterator();
        while (changing.hasNext()) {
            Map.Entry<ByteString, Integer> entry = changing.next();
            Inode before = inodeOf.get(entry.getKey());
            refresh(entry.getKey(), files);
            boolean changed =
                    before == null ? inodeOf.containsKey(entry.getKey()) : !before.equals(inodeOf.get(entry.getKey()));
            if (changed || entry.setValue(entry.getValue() - 1) <= 1) {
                changing.remove();
            }
        }
    }

    /** A name that is gone keeps its file unless a call was seen that removes it: its directory may have another name now. */
    private void refresh(ByteString name, Lookup files) {
        Inode now = files.at(name);
        if (now != null) {
            is(name, now);
        } else if (looksLeft.containsKey(name)) {
            forget(name);
        }
    }

    private void is(ByteString name, Inode inode) {
        if (!inode.equals(inodeOf.get(name))) {
            forget(name);
            inodeOf.put(name, inode);
            nameOf.putIfAbsent(inode, name);
        }
    }
}
