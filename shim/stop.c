/*
 * Job control: when CMD stops, the shim stops in the same way, so that the shell sees its job stopped. Whoever continues
 * CMD without continuing the shim must not leave the shim asleep; a waker process looks after that.
 */
#include "shim.h"

#include <asm/siginfo.h>
#include <linux/wait.h>

#define WAKER_FIRST_PAUSE_NANOSECONDS 5000000
#define WAKER_LONGEST_PAUSE_NANOSECONDS 250000000

/* The state letter of /proc/PID/stat, which follows the last parenthesis; 0 if it cannot be read. */
static char process_state(const char *path)
{
    char text[256];
    int fd = (int)sys_open(path, O_RDONLY);
    long length = fd < 0 ? -1 : sys_read(fd, text, sizeof text);
    if (fd >= 0)
        sys_close(fd);
    while (length > 0 && text[length - 1] != ')')
        length--;
    return length > 0 && length + 1 < (long)sizeof text ? text[length + 1] : 0;
}

__attribute__((noreturn)) static void wake_when_continued(int shim_pid, const char *path)
{
    struct { s64 seconds, nanoseconds; } pause = {0, WAKER_FIRST_PAUSE_NANOSECONDS};
    sys_setsid();
    while (sys_getppid() == shim_pid) {
        char state = process_state(path);
        if (state != 'T' && state != 't')
            sys_kill(shim_pid, SIGCONT); /* again and again, as the shim may not have stopped yet */
        SYS(nanosleep, &pause, NULL, 0, 0, 0, 0);
        if (pause.nanoseconds < WAKER_LONGEST_PAUSE_NANOSECONDS)
            pause.nanoseconds *= 2;
    }
    sys_exit_group(0);
}

void stop_with_command(struct shim *shim, int number)
{
    char path[32] = "/proc/";
    const char *pid = decimal(shim->command_pid);
    memcpy(path + 6, pid, text_length(pid));
    memcpy(path + 6 + text_length(pid), "/stat", 6);
    /* Without /proc nobody could wake the shim; and nobody waits for PID 1 to stop. */
    if (shim->is_init || shim->paused || process_state(path) == 0)
        return;
    int waker = (int)sys_fork(0);
    if (waker == 0)
        wake_when_continued(shim->pid, path);
    if (waker < 0)
        return;
    shim->waker_pid = waker;
    signals_raise(number);
    sys_kill(waker, SIGKILL);
    sys_wait4(waker, NULL, 0);
    signals_take(shim); /* its SIGCONT, if any, is not for CMD */
    shim->waker_pid = 0;
}

/* Whether a SIGCONT that the shim got had reached CMD too, as one for the whole process group does. */
int stop_already_continued(struct shim *shim)
{
    siginfo_t info;
    info.si_pid = 0;
    SYS(waitid, 1 /* P_PID */, shim->command_pid, &info, WCONTINUED | WNOHANG, NULL, 0);
    return info.si_pid == shim->command_pid;
}
