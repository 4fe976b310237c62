package io.shrike.trace.decode;

import io.shrike.model.Interest;
import io.shrike.model.Needs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which decoder reads which call. */
final class Decoders implements AutoCloseable {
    private static final List<String> OPENS = List.of("open", "openat", "openat2", "creat");
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

    private final Map<String, Decoder> byName = new HashMap<>();
    private final ProgramFiles files;
    private final SocketDecoder sockets;
    private final Decoder raw = new RawDecoder();

    Decoders(Needs needs, DomainMemory domains, long watchSinceSeconds) {
        files = new ProgramFiles(watchSinceSeconds);
        sockets = new SocketDecoder(domains);
        put(OPENS, new FileOpenDecoder());
        put(NAMES, new FileNameDecoder());
        put(ATTRIBUTES, new FileAttributeDecoder());
        put(SOCKETS, sockets);
        put(List.of("execve", "execveat"), new ExecDecoder(files, needs.wants(Interest.EXEC_ENVIRONMENT)));
        if (needs.wants(Interest.LIBRARY)) {
            put(List.of("mmap", "mmap2"), new MapDecoder(files));
        }
    }

    private void put(List<String> names, Decoder decoder) {
        names.forEach(name -> byName.put(name, decoder));
    }

    Decoder of(String name) {
        return byName.getOrDefault(name, raw);
    }

    Decoder raw() {
        return raw;
    }

    @Override
    public void close() {
        files.close();
        sockets.close();
    }
}
