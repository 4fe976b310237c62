package io.shrike.trace.path;

import io.shrike.linux.libc.ProcessCalls;
import io.shrike.model.ByteString;
import io.shrike.model.Field;
import io.shrike.model.FileTarget;
import io.shrike.trace.tree.Launchers;
import io.shrike.trace.tree.ProcFacts;
import io.shrike.trace.tree.ProcessTable;
import io.shrike.trace.tree.StoppedProcess;
import java.util.Optional;

/** A resolver, and a walk on its own, for the names of one thread. */
final class Names implements AutoCloseable {
    static final int AT_FDCWD = -100;

    private final ProcFacts facts = new ProcFacts();
    private final ProcessTable table = new ProcessTable(facts, Launchers.of(1));
    private final StoppedProcess process = new StoppedProcess(facts, table);
    private final LinkText links = new LinkText();
    private final PathResolver resolver = new PathResolver(ProcessCalls.getpid(), links);
    private final NameWalk walk = new NameWalk(links, new Identification());

    private Names(int tid) {
        process.target(tid);
    }

    static Names of(int tid) {
        return new Names(tid);
    }

    static Names ofThisProcess() {
        return new Names(ProcessCalls.getpid());
    }

    /** Another thread calls from now on; what the resolver remembers stays. */
    void turnTo(int tid) {
        process.target(tid);
    }

    PathResolver resolver() {
        return resolver;
    }

    Optional<FileTarget> target(int dirfd, ByteString path, NameUse use) {
        return resolver.resolve(process, dirfd, path, use);
    }

    Optional<FileTarget> target(ByteString path, NameUse use) {
        return target(AT_FDCWD, path, use);
    }

    /** By the walk alone, which must agree with the fast way wherever both can answer. */
    Optional<FileTarget> walked(int dirfd, ByteString path, NameUse use) {
        return walk.resolve(process.tid(), process.pid(), dirfd, path, use);
    }

    /** The path of the file as text, {@code (none)} where there is none; both ways must give it. */
    String path(int dirfd, String name, NameUse use) {
        String resolved = text(target(dirfd, ByteString.utf8(name), use));
        String walked = name.isEmpty() ? resolved : text(walked(dirfd, ByteString.utf8(name), use));
        return resolved.equals(walked) ? resolved : "resolved " + resolved + ", walked " + walked;
    }

    String path(String name, NameUse use) {
        return path(AT_FDCWD, name, use);
    }

    static String text(Optional<FileTarget> target) {
        return target.map(file -> text(file.path())).orElse("(none)");
    }

    private static String text(Field<ByteString> field) {
        return switch (field) {
            case Field.Known<ByteString>(ByteString path) -> path.toString();
            case Field.Unreadable<ByteString>(String reason) -> "unreadable " + reason;
        };
    }

    @Override
    public void close() {
        resolver.close();
        walk.close();
        table.close();
        links.close();
        facts.close();
    }
}
