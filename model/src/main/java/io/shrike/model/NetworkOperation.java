package io.shrike.model;

/** What a socket call does. */
public enum NetworkOperation {
    SOCKET,
    CONNECT,
    SEND,
    BIND,
    LISTEN,
    ACCEPT
}
