/*
 * A sensor in another container, found at a Unix socket: connecting in place of starting, and connecting again in place of
 * starting again. What answers there must not be one of the watched processes.
 */
#include "shim.h"

#define AF_UNIX 1
#define SOCK_SEQPACKET 5
#define SOCK_NONBLOCK 04000
#define SOCK_CLOEXEC 02000000
#define SOL_SOCKET 1
#define SO_PEERCRED 17
#define RETRY_MILLIS 100

struct address {
    __u16 family;
    char path[SOCKET_PATH_MAX + 1];
};

struct credentials {
    s32 pid;
    u32 uid, gid;
};

/* Why the process at the other end is no sensor; NULL when it may be one. */
static const char *objection(struct shim *shim, int fd)
{
    static int pids[TREE_MAX];
    struct credentials peer = {0};
    u32 length = sizeof peer;
    SYS(getsockopt, fd, SOL_SOCKET, SO_PEERCRED, &peer, &length, 0);
    if (peer.pid == 0)
        return "the sensor is not in this PID namespace: the containers of a task must share one (pidMode: task)";
    if (!shim->command_started)
        return NULL;
    unsigned count = tree_list(shim, pids);
    for (unsigned i = 0; i < count; i++)
        if (pids[i] == peer.pid)
            return "a process of CMD answers there in place of the sensor";
    return NULL;
}

static long connect_to(struct shim *shim)
{
    struct address address = {.family = AF_UNIX};
    unsigned long length = text_length(shim->arguments.socket) + 1;
    memcpy(address.path, shim->arguments.socket, length);
    long fd = SYS(socket, AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, 0, 0, 0);
    if (fd < 0)
        return fd;
    long error = SYS(connect, fd, &address, sizeof address.family + length, 0, 0, 0);
    if (error < 0) {
        sys_close((int)fd);
        return error;
    }
    return fd;
}

int remote_connect(struct shim *shim)
{
    long fd = connect_to(shim);
    shim->control = -1;
    shim->remote_error = fd < 0 ? error_name(fd) : objection(shim, (int)fd);
    if (fd < 0)
        return 0;
    if (shim->remote_error) {
        sys_close((int)fd);
        return 0;
    }
    shim->control = (int)fd;
    return 1;
}

int remote_wait(struct shim *shim, u64 deadline)
{
    while (!remote_connect(shim)) {
        u64 now = now_millis();
        if (now >= deadline)
            return 0;
        events_wait(shim, now + RETRY_MILLIS < deadline ? now + RETRY_MILLIS : deadline);
    }
    return 1;
}
