package io.shrike.aws.access;

/** One event of a batch as a service takes it: its place in the batch, and the bytes it counts against the bound of a request. */
public record Item<E>(int place, E body, long bytes) {}
