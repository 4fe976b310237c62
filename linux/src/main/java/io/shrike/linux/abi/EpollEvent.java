package io.shrike.linux.abi;

/**
 * Layout of struct epoll_event { __u32 events; __u64 data; } of linux/eventpoll.h: packed on x86_64, padded elsewhere.
 */
public final class EpollEvent {
    public static final int EVENTS = 0;
    public static final int DATA = Architecture.IS_X86 ? 4 : 8;
    public static final int SIZE = DATA + 8;

    private EpollEvent() {}
}
