/*
 * Calls that the dead sensor had received but not answered. A task that waits in one is interrupted by ptrace for a
 * moment: the kernel then starts the call anew, and it is notified again, now to the shim.
 */
#include "shim.h"

#include <linux/ptrace.h>
#include <linux/wait.h>

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

static void interrupt(int task)
{
    if (SYS(ptrace, PTRACE_SEIZE, task, 0, 0, 0, 0) < 0)
        return;
    if (SYS(ptrace, PTRACE_INTERRUPT, task, 0, 0, 0, 0) == 0)
        sys_wait4(task, NULL, __WALL);
    SYS(ptrace, PTRACE_DETACH, task, 0, 0, 0, 0);
}

static void release_tasks_of(int pid)
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
                interrupt((int)number);
        }
    }
    sys_close(fd);
}

void release_stuck(struct shim *shim)
{
    static int pids[TREE_MAX];
    unsigned count = tree_list(shim, pids);
    for (unsigned i = 0; i < count; i++)
        release_tasks_of(pids[i]);
}
