/*
 * Calls that the dead sensor had received but not answered. Those in the pending page are answered by their ids. A task
 * that still waits is interrupted by ptrace for a moment: the kernel then starts the call anew, and it is notified again,
 * now to the shim; this needs a filter without WAIT_KILLABLE_RECV.
 */
#include "shim.h"

#include <linux/ioctl.h>
#include <linux/memfd.h>
#include <linux/mman.h>
#include <linux/ptrace.h>
#include <linux/seccomp.h>
#include <linux/wait.h>

void release_prepare(struct shim *shim)
{
    int fd = (int)SYS(memfd_create, "shrike-pending", MFD_CLOEXEC | MFD_ALLOW_SEALING, 0, 0, 0, 0);
    if (fd < 0)
        return;
    long page = SYS(ftruncate, fd, PENDING_SIZE, 0, 0, 0, 0);
    if (page == 0)
        page = SYS(mmap, 0, PENDING_SIZE, PROT_READ, MAP_SHARED, fd, 0);
    if (page < 0 && page > -4096) {
        sys_close(fd);
        return;
    }
    SYS(fcntl, fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_SEAL, 0, 0, 0); /* a sensor of another container trusts no other page */
    shim->pending_descriptor = fd;
    shim->pending = (volatile struct pending_slot *)page;
}

void release_pending(struct shim *shim)
{
    for (unsigned i = 0; shim->pending && i < PENDING_SLOTS; i++) {
        u64 id = shim->pending[i].id;
        if (id && unwatched_let_go(shim, id))
            shim->unwatched_calls++;
    }
}

static void append(char *path, const char *text)
{
    memcpy(path + text_length(path), text, text_length(text) + 1);
}

/* Whether the kernel function in which the task sleeps is one of seccomp's. */
static int waits_for_answer(const char *task)
{
    char path[96];
    char function[128];
    memcpy(path, task, text_length(task) + 1);
    append(path, "/wchan");
    int fd = (int)sys_open(path, O_RDONLY);
    if (fd < 0)
        return 0;
    long length = sys_read(fd, function, sizeof function - 1);
    sys_close(fd);
    function[length > 0 ? length : 0] = 0;
    for (const char *at = function; *at; at++)
        if (text_starts_with(at, "seccomp"))
            return 1;
    return 0;
}

static void interrupt(struct shim *shim, int task)
{
    int status = 0;
    if (SYS(ptrace, PTRACE_SEIZE, task, 0, 0, 0, 0) < 0)
        return;
    if (SYS(ptrace, PTRACE_INTERRUPT, task, 0, 0, 0, 0) == 0 && sys_wait4(task, &status, __WALL) == task) {
        if ((status & 0xff) != 0x7f) {
            reap_ended(shim, task, status);
            return;
        }
    }
    /* A signal may have come first; it is handed on. */
    int number = status >> 16 == PTRACE_EVENT_STOP ? 0 : status >> 8 & 0xff;
    SYS(ptrace, PTRACE_DETACH, task, 0, number, 0, 0);
}

static void release_tasks_of(struct shim *shim, int pid)
{
    static u8 buffer[8192] __attribute__((aligned(8)));
    char path[64] = "/proc/";
    append(path, decimal(pid));
    append(path, "/task");
    int fd = (int)sys_open(path, O_RDONLY | O_DIRECTORY);
    if (fd < 0)
        return;
    for (;;) {
        long length = SYS(getdents64, fd, buffer, sizeof buffer, 0, 0, 0);
        if (length <= 0)
            break;
        for (long at = 0; at < length; at += *(__u16 *)(buffer + at + 16)) {
            char task[96];
            const char *name = (const char *)buffer + at + 19;
            const char *end = name;
            s64 number = parse_number(&end);
            if (number <= 0 || *end)
                continue;
            memcpy(task, path, text_length(path) + 1);
            append(task, "/");
            append(task, name);
            if (waits_for_answer(task))
                interrupt(shim, (int)number);
        }
    }
    sys_close(fd);
}

void release_stuck(struct shim *shim)
{
    static int pids[TREE_MAX];
    release_pending(shim);
    if (shim->report.flags & LISTENER_WAIT_KILLABLE)
        return;
    unsigned count = tree_list(shim, pids);
    for (unsigned i = 0; i < count; i++)
        release_tasks_of(shim, pids[i]);
}
