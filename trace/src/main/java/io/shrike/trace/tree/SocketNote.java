package io.shrike.trace.tree;

import io.shrike.model.Endpoint;
import io.shrike.model.Field;

/** The address a process last connected a descriptor to. A hint: the descriptor may have been closed and reused since. */
public record SocketNote(Field<Endpoint> connected) {}
