package io.shrike.trace.decode;

import io.shrike.model.Interest;
import io.shrike.model.Needs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which decoder reads which call. The decoders stay when the policy, and with it the needs, change. */
final class Decoders implements AutoCloseable {
    static final List<String> OPENS = List.of("open", "openat", "openat2", "creat");
    private static final List<String> NAMES = List.of(
            "unlink",
            "unlinkat",
            "rmdir",
            "rename",
            "renameat",
            "renameat2",
            "link",
            "linkat",
            "symlink",
            "symlinkat",
            "mkdir",
            "mkdirat",
            "mknod",
            "mknodat");
    private static final List<String> ATTRIBUTES = List.of(
            "chmod",
            "fchmod",
            "fchmodat",
            "fchmodat2",
            "chown",
            "lchown",
            "fchown",
            "fchownat",
            "chown32",
            "lchown32",
            "fchown32",
            "setxattr",
            "lsetxattr",
            "fsetxattr",
            "setxattrat",
            "removexattr",
            "lremovexattr",
            "fremovexattr",
            "removexattrat",
            "truncate",
            "truncate64",
            "ftruncate",
            "ftruncate64",
            "fallocate");
    private static final List<String> SOCKETS =
            List.of("socket", "connect", "bind", "listen", "accept", "accept4", "sendto", "sendmsg", "sendmmsg");
    static final Set<String> EXECS = Set.of("execve", "execveat");
    private static final Set<String> MAPS = Set.of("mmap", "mmap2");

    private final Map<String, Decoder> byName = new HashMap<>();
    private final ProgramFiles files;
    private final SocketDecoder sockets;
    private final Decoder raw = new RawDecoder();
    private final StandardSockets standardSockets = new StandardSockets();
    private final Decoder maps;
    private final Watchers watchers;

    Decoders(DomainMemory domains, long watchSinceSeconds, Watchers watchers) {
        this.watchers = watchers;
        files = new ProgramFiles(watchSinceSeconds);
        sockets = new SocketDecoder(domains);
        TamperDecoder tampering = new TamperDecoder(watchers, raw);
        put(TamperDecoder.CALLS, tampering);
        put(OPENS, new FileOpenDecoder(tampering));
        put(NAMES, new FileNameDecoder());
        put(ATTRIBUTES, new FileAttributeDecoder());
        put(SOCKETS, sockets);
        maps = new MapDecoder(files);
    }

    private void put(List<String> names, Decoder decoder) {
        names.forEach(name -> byName.put(name, decoder));
    }

    Decoder of(String name, Needs needs) {
        if (EXECS.contains(name)) {
            return new ExecDecoder(
                    files, standardSockets, needs.wants(Interest.EXEC_ENVIRONMENT), needs.wants(Interest.EXEC_SOCKETS));
        }
        if (MAPS.contains(name)) {
            return needs.wants(Interest.LIBRARY) ? maps : raw;
        }
        return byName.getOrDefault(name, raw);
    }

    ProgramFiles files() {
        return files;
    }

    StandardSockets standardSockets() {
        return standardSockets;
    }

    Decoder raw() {
        return raw;
    }

    @Override
    public void close() {
        files.close();
        sockets.close();
        standardSockets.close();
        watchers.close();
    }
}
