package io.shrike.model;

import java.time.Instant;
import java.util.List;

/** A process as it was at one moment. */
public record ProcessRef(
        int pid,
        int tid,
        int ppid,
        Field<ByteString> executable,
        Field<List<ByteString>> arguments,
        Field<Integer> uid,
        Field<Integer> gid,
        Field<ByteString> cwd,
        Field<Instant> startTime,
        List<Ancestor> ancestors)
        implements ProcessView {

    public ProcessRef {
        ancestors = List.copyOf(ancestors);
    }

    @Override
    public ProcessRef snapshot() {
        return this;
    }
}
