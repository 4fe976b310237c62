/* Descriptors that the caller left open, and those of 0 to 2 that it closed. */
#include "shim.h"

#include <linux/resource.h>
#include <linux/sched.h>

#ifndef CLOSE_RANGE_UNSHARE
#define CLOSE_RANGE_UNSHARE (1u << 1)
#endif

/* Beyond this one no descriptor is looked for where close_range(2) does not work. */
#define LOOP_MAX (1u << 20)

int descriptors_nothing(void)
{
    int fd = (int)sys_open("/dev/null", O_RDWR);
    /* O_PATH serves where /dev is empty: every read and write fails, but the place is taken. */
    return fd >= 0 ? fd : (int)sys_open("/", O_PATH);
}

static void close_all(unsigned first, unsigned last)
{
    struct { u64 soft, hard; } limit = {0, LOOP_MAX};
    if (first > last || SYS(close_range, first, last, 0, 0, 0, 0) == 0)
        return;
    SYS(prlimit64, 0, RLIMIT_NOFILE, NULL, &limit, 0, 0);
    unsigned end = limit.hard < LOOP_MAX ? (unsigned)limit.hard : LOOP_MAX;
    for (unsigned fd = first; fd <= last && fd < end; fd++)
        sys_close((int)fd);
}

void descriptors_close_except(unsigned first, const int *kept, unsigned count)
{
    for (;;) {
        unsigned next = ~0u;
        for (unsigned i = 0; i < count; i++)
            if (kept[i] >= 0 && (unsigned)kept[i] >= first && (unsigned)kept[i] < next)
                next = (unsigned)kept[i];
        if (next == ~0u)
            break;
        close_all(first, next - 1);
        first = next + 1;
    }
    close_all(first, ~0u);
}

void descriptors_fill(void)
{
    for (int fd = 0; fd <= 2; fd++)
        if (SYS(fcntl, fd, F_GETFD, 0, 0, 0, 0) == -EBADF)
            descriptors_nothing(); /* the lowest free descriptor is this one */
}

/* What an exec has left open has no FD_CLOEXEC; all that is ours has. */
int descriptors_given(int fd)
{
    long flags = SYS(fcntl, fd, F_GETFD, 0, 0, 0, 0);
    return flags >= 0 && !(flags & FD_CLOEXEC);
}

/* unshare(2) is often denied in containers; closing a range in which nothing is does the same. */
int descriptors_unshare(void)
{
    return SYS(close_range, ~0u, ~0u, CLOSE_RANGE_UNSHARE, 0, 0, 0) == 0 || SYS(unshare, CLONE_FILES, 0, 0, 0, 0, 0) == 0;
}

void descriptors_let_go(struct shim *shim)
{
    const int own[] = {
        shim->signal_descriptor, shim->control,    shim->listener,   shim->pending_descriptor,
        shim->go[0],             shim->go[1],      shim->reports[0], shim->reports[1],
        shim->standard_output,
    };
    descriptors_close_except(3, own, sizeof own / sizeof own[0]);
    int nothing = descriptors_nothing();
    for (int fd = 0; fd <= 1 && nothing >= 0; fd++)
        SYS(dup3, nothing, fd, O_CLOEXEC, 0, 0, 0);
    sys_close(nothing);
}
