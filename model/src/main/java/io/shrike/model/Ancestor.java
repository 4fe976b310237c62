package io.shrike.model;

import java.util.List;

/** A process above the one that acted, as it was when it was last seen. */
public record Ancestor(int pid, Field<ByteString> executable, Field<List<ByteString>> arguments) {}
