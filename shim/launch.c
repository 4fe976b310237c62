/*
 * The child that becomes CMD. It shares the descriptor table with the shim until it may go, so the listener that the
 * kernel gives to it is the shim's at once, without a call that the fresh filter could hold up. After the filter stands,
 * the child uses only read, write and exit before its one execve, which is the first event.
 */
#include "shim.h"

#include <linux/filter.h>
#include <linux/prctl.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <linux/wait.h>

#ifndef SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
#define SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV (1UL << 5)
#endif

static long install(struct shim *shim, unsigned long flags)
{
    return SYS(seccomp, SECCOMP_SET_MODE_FILTER, flags | SECCOMP_FILTER_FLAG_NEW_LISTENER, &shim->filter, 0, 0, 0);
}

static void report(struct shim *shim, u32 kind, long value, u32 flags)
{
    struct report report = {kind, (s32)value, flags};
    sys_write(shim->reports[1], &report, sizeof report);
}

/* Tries for the most: waits that only deadly signals end, and privileges that exec may still raise. */
static void install_and_report(struct shim *shim)
{
    unsigned long flags = shim->filter_flags & FILTER_WAIT_KILLABLE ? SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV : 0;
    u32 in_effect = 0;
    long listener = install(shim, flags);
    if (listener == -EINVAL && flags) {
        flags = 0;
        listener = install(shim, flags);
    }
    if (listener == -EACCES) {
        SYS(prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0, 0);
        in_effect |= LISTENER_NO_NEW_PRIVS;
        listener = install(shim, flags);
    }
    if (listener < 0) {
        report(shim, REPORT_FILTER_FAILED, -listener, 0);
        return;
    }
    if (flags)
        in_effect |= LISTENER_WAIT_KILLABLE;
    report(shim, REPORT_LISTENING, listener, in_effect);
}

__attribute__((noreturn)) static void become_command(struct shim *shim, int with_filter)
{
    char word = 0;
    char **words = shim->arguments.command;
    /* kill -9 of the shim's process is meant for CMD. */
    sys_prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (sys_getppid() != shim->pid)
        sys_exit(EXIT_SHRIKE_FAILED);
    signals_restore(shim);
    if (with_filter)
        install_and_report(shim);
    if (sys_read(shim->go[0], &word, 1) != 1)
        sys_exit(EXIT_SHRIKE_FAILED);
    long error = sys_execve(shim->command_path, words, shim->environment);
    report(shim, REPORT_EXEC_FAILED, -error, 0);
    sys_exit(error == -ENOENT ? EXIT_NOT_FOUND : EXIT_CANNOT_RUN);
}

void launch(struct shim *shim, int with_filter)
{
    long error = SYS(pipe2, shim->go, O_CLOEXEC, 0, 0, 0, 0);
    if (!error)
        error = SYS(pipe2, shim->reports, O_CLOEXEC | O_NONBLOCK, 0, 0, 0, 0);
    if (!error) {
        error = sys_fork(with_filter ? CLONE_FILES : 0);
        if (error == 0)
            become_command(shim, with_filter);
    }
    if (error < 0) {
        say("cannot make the process for CMD: ", error_name(error), ": raise the limits of processes and open files", NULL);
        finish_early(shim, EXIT_SHRIKE_FAILED << 8);
    }
    shim->command_pid = (int)error;
}

void launch_go(struct shim *shim)
{
    int apart = shim->listener < 0 || descriptors_unshare();
    shim->command_started = 1;
    sys_write(shim->go[1], "!", 1);
    if (apart)
        descriptors_let_go(shim);
}

static void forget(int *descriptor)
{
    if (*descriptor >= 0)
        sys_close(*descriptor);
    *descriptor = -1;
}

/* Undoes launch() before launch_go(): a filter cannot be taken off, so the child goes. */
void launch_discard(struct shim *shim)
{
    if (shim->command_pid) {
        sys_kill(shim->command_pid, SIGKILL);
        sys_wait4(shim->command_pid, NULL, __WALL);
        shim->command_pid = 0;
    }
    forget(&shim->listener);
    forget(&shim->standard_output);
    forget(&shim->go[0]);
    forget(&shim->go[1]);
    forget(&shim->reports[0]);
    forget(&shim->reports[1]);
}
