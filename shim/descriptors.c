/* Descriptors that the caller left open, and those of 0 to 2 that it closed. */
#include "shim.h"

#include <linux/resource.h>

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
