package io.shrike.trace.path;

import io.shrike.linux.abi.Fcntl;
import io.shrike.linux.abi.OpenFlags;
import io.shrike.linux.abi.OpenHow;
import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.NativeBuffer;
import io.shrike.model.ByteString;
import io.shrike.model.Field;
import io.shrike.model.FileTarget;
import io.shrike.trace.tree.StoppedProcess;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Resolves names of a stopped tracee. The fast way asks the kernel once (openat2 with O_PATH, magic links refused) and reads
 * back where the descriptor leads; it is right where tracee and sensor share root and mounts. What the fast way cannot decide
 * (another root, /proc/self, magic links, names to be created) the {@link NameWalk} does component by component. Owned by the
 * stop thread.
 */
public final class PathResolver implements AutoCloseable {
    private static final int MAX_NAME = 4096;

    private final NativeBuffer name = new NativeBuffer(MAX_NAME + 1);
    private final NativeBuffer base = new NativeBuffer(64);
    private final byte[] baseBytes = new byte[64];
    private final LinkText links;
    private final RootCheck roots;
    private final Identification identification = new Identification();
    private final NameWalk walk;
    private final byte[] ownProc;
    private final PlainNames plain = new PlainNames();

    public PathResolver(int ownPid, LinkText links) {
        this.links = links;
        roots = new RootCheck();
        walk = new NameWalk(links, identification);
        ownProc = ("/proc/" + ownPid).getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether targets must carry device, inode and type of the file: one statx(2) more for each. */
    public void identify(boolean wanted) {
        identification.wanted(wanted);
    }

    /** A watched process may have changed a root or a mount namespace: what is remembered of them is no longer believed. */
    public void rootsMayHaveChanged() {
        roots.changeSeen();
    }

    /**
     * The file that {@code path} names for the stopped thread, relative to {@code dirfd} (AT_FDCWD for
     * its working directory). Empty when there is no such file and the use does not create one.
     */
    public Optional<FileTarget> resolve(StoppedProcess process, int dirfd, ByteString path, NameUse use) {
        if (path.isEmpty() || path.length() >= MAX_NAME) {
            return Optional.empty();
        }
        if (use == NameUse.ENTRY || !roots.sameAsOwn(process)) {
            return walked(process, dirfd, path, use);
        }
        if (path.at(0) == '/' && plain.isPlain(path)) {
            int fd = openPlain(path, use);
            if (fd >= 0) {
                return Optional.of(taken(fd, path, path));
            }
            if (isMissing(fd)) {
                return use == NameUse.FOLLOW_OR_CREATE ? walked(process, dirfd, path, use) : Optional.empty();
            }
            plain.hasLinks(path);
        }
        return followed(process, dirfd, path, use);
    }

    private Optional<FileTarget> followed(StoppedProcess process, int dirfd, ByteString path, NameUse use) {
        int fd = open(process.tid(), dirfd, path, use, OpenHow.RESOLVE_NO_MAGICLINKS);
        if (isMissing(fd) && use != NameUse.FOLLOW_OR_CREATE) {
            return missing(process, dirfd, path, use);
        }
        if (fd < 0) {
            return walked(process, dirfd, path, use);
        }
        int length = links.ofOwn(fd);
        if (length < 0 || links.startsWith(ownProc)) {
            FileCalls.close(fd);
            return walked(process, dirfd, path, use);
        }
        return Optional.of(taken(fd, links.value(), path));
    }

    private static boolean isMissing(int fd) {
        return fd == -Errno.ENOENT || fd == -Errno.ENOTDIR;
    }

    /** A name without links is missing for all; with links it may lead through /proc/self, which is another for the tracee. */
    private Optional<FileTarget> missing(StoppedProcess process, int dirfd, ByteString path, NameUse use) {
        int fd = open(process.tid(), dirfd, path, use, OpenHow.RESOLVE_NO_SYMLINKS);
        if (isMissing(fd)) {
            return Optional.empty();
        }
        if (fd >= 0) {
            FileCalls.close(fd);
        }
        return walked(process, dirfd, path, use);
    }

    /** Closes {@code fd}. */
    private FileTarget taken(int fd, ByteString path, ByteString requested) {
        FileTarget target = identification.target(fd, Field.known(path), requested, true);
        FileCalls.close(fd);
        return target;
    }

    /** A name that the kernel reaches without any symlink is its own canonical form. */
    private int openPlain(ByteString path, NameUse use) {
        put(path);
        int flags = Fcntl.O_PATH | Fcntl.O_CLOEXEC | (use == NameUse.NOFOLLOW ? OpenFlags.ownNofollow() : 0);
        return FileCalls.openat2(FileCalls.AT_FDCWD, name, flags, 0, OpenHow.RESOLVE_NO_SYMLINKS);
    }

    private Optional<FileTarget> walked(StoppedProcess process, int dirfd, ByteString path, NameUse use) {
        return walk.resolve(process.tid(), process.pid(), dirfd, path, use);
    }

    /** The file open as descriptor {@code fd} of thread {@code tid}; empty when it is not open. */
    public Optional<FileTarget> ofDescriptor(int tid, int fd, ByteString requested) {
        if (fd < 0) {
            return Optional.empty();
        }
        String link = "/proc/" + tid + "/fd/" + fd;
        int length = links.of(link);
        if (length < 0) {
            return Optional.empty();
        }
        return Optional.of(identification.behind(link, Field.known(links.value()), requested));
    }

    private int open(int tid, int dirfd, ByteString path, NameUse use, long resolve) {
        put(path);
        int flags = Fcntl.O_PATH | Fcntl.O_CLOEXEC | (use == NameUse.NOFOLLOW ? OpenFlags.ownNofollow() : 0);
        if (path.at(0) == '/') {
            return FileCalls.openat2(FileCalls.AT_FDCWD, name, flags, 0, resolve);
        }
        int directory = openBase(tid, dirfd);
        if (directory < 0) {
            return directory;
        }
        int fd = FileCalls.openat2(directory, name, flags, 0, resolve);
        FileCalls.close(directory);
        return fd;
    }

    private int openBase(int tid, int dirfd) {
        byte[] text = (dirfd == FileCalls.AT_FDCWD ? "/proc/" + tid + "/cwd" : "/proc/" + tid + "/fd/" + dirfd)
                .getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, baseBytes, 0, text.length);
        base.putCString(baseBytes, 0, text.length);
        return FileCalls.openat(FileCalls.AT_FDCWD, base, Fcntl.O_PATH | Fcntl.O_CLOEXEC, 0);
    }

    private void put(ByteString path) {
        byte[] bytes = path.toArray();
        name.putCString(bytes, 0, bytes.length);
    }

    @Override
    public void close() {
        name.close();
        base.close();
        roots.close();
        identification.close();
        walk.close();
    }
}
