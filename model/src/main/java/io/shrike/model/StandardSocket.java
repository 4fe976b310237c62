package io.shrike.model;

/**
 * A standard descriptor (0 to 2) of a program that is about to start, where it is a socket of a network. {@code remote} is
 * unreadable (ENOTCONN) while the socket has no peer.
 */
public record StandardSocket(int descriptor, Protocol protocol, Field<Endpoint> local, Field<Endpoint> remote) {}
