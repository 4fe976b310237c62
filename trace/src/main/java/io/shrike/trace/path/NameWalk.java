package io.shrike.trace.path;

import io.shrike.linux.abi.Fcntl;
import io.shrike.linux.abi.OpenFlags;
import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.FileCalls;
import io.shrike.model.ByteString;
import io.shrike.model.Field;
import io.shrike.model.FileTarget;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Looks a name up component by component as path_resolution(7) says, but as the tracee would: absolute symlinks start at the
 * tracee's root, {@code ..} stops there, {@code /proc/self} is the tracee, and magic links of /proc are followed by the
 * kernel. A directory that may not be searched ends the walk; the rest of the name is then taken as it is written.
 */
final class NameWalk implements AutoCloseable {
    private static final int MAX_LINKS = 40;
    private static final ByteString DOT = ByteString.of((byte) '.');
    private static final ByteString DOT_DOT = ByteString.of((byte) '.', (byte) '.');
    private static final ByteString SLASH = ByteString.of((byte) '/');

    private final WalkCalls calls = new WalkCalls();
    private final ProcSelf procSelf = new ProcSelf(calls);
    private final LinkText links;

    private final Identification identification;

    NameWalk(LinkText links, Identification identification) {
        this.links = links;
        this.identification = identification;
    }

    Optional<FileTarget> resolve(int tid, int pid, int dirfd, ByteString path, NameUse use) {
        int root = calls.openTracee("/proc/" + tid + "/root");
        if (root < 0) {
            return Optional.of(unresolved(path, Errno.name(-root)));
        }
        int start = startDirectory(tid, dirfd, path);
        if (start < 0) {
            calls.close(root);
            return start == -Errno.ENOENT || start == -Errno.EBADF
                    ? Optional.empty()
                    : Optional.of(unresolved(path, Errno.name(-start)));
        }
        try {
            return new Walk(tid, pid, root, start, path, use).run();
        } finally {
            calls.close(root);
        }
    }

    private int startDirectory(int tid, int dirfd, ByteString path) {
        if (path.at(0) == '/') {
            return calls.openTracee("/proc/" + tid + "/root");
        }
        return calls.openTracee(
                dirfd == FileCalls.AT_FDCWD ? "/proc/" + tid + "/cwd" : "/proc/" + tid + "/fd/" + dirfd);
    }

    private static FileTarget unresolved(ByteString path, String reason) {
        return new FileTarget(Field.unreadable(reason), Field.known(path), false, false, 0, 0);
    }

    @Override
    public void close() {
        procSelf.close();
        calls.close();
    }

    /** One lookup: {@code at} is the directory reached so far; it is owned and closed by the walk. */
    private final class Walk {
        private final int tid;
        private final int pid;
        private final int root;
        private final ByteString requested;
        private final NameUse use;
        private final Deque<ByteString> rest = new ArrayDeque<>();
        private int at;
        private int linksLeft = MAX_LINKS;

        Walk(int tid, int pid, int root, int at, ByteString path, NameUse use) {
            this.tid = tid;
            this.pid = pid;
            this.root = root;
            this.at = at;
            requested = path;
            this.use = use;
            push(path);
        }

        Optional<FileTarget> run() {
            try {
                while (!rest.isEmpty()) {
                    Optional<Optional<FileTarget>> end = step(rest.removeFirst());
                    if (end.isPresent()) {
                        return end.get();
                    }
                }
                return use == NameUse.ENTRY ? Optional.empty() : Optional.of(reached(at, textOf(at), true));
            } finally {
                calls.close(at);
            }
        }

        /** Empty to go on; a present value is the answer. */
        private Optional<Optional<FileTarget>> step(ByteString component) {
            if (component.equals(DOT) || component.equals(DOT_DOT)) {
                return dots(component);
            }
            boolean last = rest.isEmpty();
            if (last && use == NameUse.ENTRY) {
                return Optional.of(entry(component));
            }
            int next = calls.open(at, component, Fcntl.O_PATH | OpenFlags.ownNofollow());
            if (next < 0) {
                return Optional.of(missing(component, -next, last));
            }
            if (calls.isSymlink(next) && !(last && use == NameUse.NOFOLLOW)) {
                calls.close(next);
                return follow(component, last);
            }
            moveTo(next);
            return Optional.empty();
        }

        /** They need a directory, and are looked up in it like any name. */
        private Optional<Optional<FileTarget>> dots(ByteString component) {
            boolean up = component.equals(DOT_DOT) && !calls.sameDirectory(at, root);
            int next = calls.open(at, up ? DOT_DOT : DOT, Fcntl.O_PATH | OpenFlags.ownDirectory());
            if (next < 0) {
                return Optional.of(missing(component, -next, rest.isEmpty()));
            }
            moveTo(next);
            return Optional.empty();
        }

        private Optional<Optional<FileTarget>> follow(ByteString component, boolean last) {
            if (linksLeft-- == 0) {
                return Optional.of(Optional.empty());
            }
            Optional<ByteString> self = procSelf.text(at, component, pid, tid);
            ByteString target = self.orElseGet(() -> calls.readlink(at, component));
            if (self.isEmpty() && calls.isMagic(at, component)) {
                int next = calls.open(at, component, Fcntl.O_PATH);
                if (next < 0) {
                    return Optional.of(missing(component, -next, last));
                }
                moveTo(next);
                return Optional.empty();
            }
            if (target.isEmpty()) {
                return Optional.of(missing(component, Errno.EACCES, last));
            }
            if (target.at(0) == '/') {
                int start = calls.duplicate(root);
                if (start < 0) {
                    return Optional.of(missing(component, -start, last));
                }
                moveTo(start);
            }
            push(target);
            return Optional.empty();
        }

        private Optional<FileTarget> missing(ByteString component, int errno, boolean last) {
            if (errno == Errno.ENOENT) {
                return last && use == NameUse.FOLLOW_OR_CREATE
                        ? Optional.of(reached(-1, join(textOf(at), component), false))
                        : Optional.empty();
            }
            if (errno == Errno.ENOTDIR || errno == Errno.ELOOP || errno == Errno.ENAMETOOLONG) {
                return Optional.empty();
            }
            Field<ByteString> path = join(textOf(at), component);
            for (ByteString unseen : rest) {
                path = join(path, unseen);
            }
            return Optional.of(reached(-1, path, true));
        }

        private Optional<FileTarget> entry(ByteString component) {
            int found = calls.open(at, component, Fcntl.O_PATH | OpenFlags.ownNofollow());
            if (found == -Errno.ENOTDIR || found == -Errno.ENAMETOOLONG) {
                return Optional.empty();
            }
            FileTarget target = reached(found, join(textOf(at), component), found != -Errno.ENOENT);
            calls.close(found);
            return Optional.of(target);
        }

        private FileTarget reached(int fd, Field<ByteString> path, boolean exists) {
            return identification.target(fd, path, requested, exists);
        }

        /** Unreadable where it is longer than a page, as deep directories can be. */
        private Field<ByteString> textOf(int fd) {
            int length = links.ofOwn(fd);
            return length < 0 ? Field.unreadable(Errno.name(-length)) : Field.known(links.value());
        }

        private void moveTo(int next) {
            if (next >= 0) {
                calls.close(at);
                at = next;
            }
        }

        /** Puts the components of {@code path} before what is left. A slash at the end asks for the directory itself. */
        private void push(ByteString path) {
            int end = path.length();
            boolean entry = rest.isEmpty() && use == NameUse.ENTRY;
            if (end > 0 && path.at(end - 1) == '/' && !entry) {
                rest.addFirst(DOT);
            }
            while (end > 0) {
                int slash = end - 1;
                while (slash >= 0 && path.at(slash) != '/') {
                    slash--;
                }
                if (slash + 1 < end) {
                    rest.addFirst(path.slice(slash + 1, end));
                }
                end = slash;
            }
        }
    }

    private static Field<ByteString> join(Field<ByteString> directory, ByteString name) {
        return directory.map(path -> join(path, name));
    }

    private static ByteString join(ByteString directory, ByteString name) {
        return directory.equals(SLASH)
                ? SLASH.concat(name)
                : directory.concat(SLASH).concat(name);
    }
}
