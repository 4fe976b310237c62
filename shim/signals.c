/*
 * Signals. All are blocked from the start, so even ignored ones queue up; the shim takes them one by one and passes on
 * what was meant for CMD alone. CMD starts with the mask and the dispositions that the shim was given.
 */
#include "shim.h"

#include <asm/siginfo.h>

#define SIGNAL_COUNT 64
#define BIT(number) (1ull << ((number) - 1))
#define ALL (~0ull)
#define SIGNAL_DEFAULT ((void *)0)
#define SIGNAL_IGNORE ((void *)1)

static long change_mask(int how, u64 mask, u64 *old) { return SYS(rt_sigprocmask, how, &mask, old, 8, 0, 0); }

static long change_disposition(int number, const struct disposition *new, struct disposition *old)
{
    return SYS(rt_sigaction, number, new, old, 8, 0, 0);
}

void signals_block(struct shim *shim)
{
    static const struct disposition standard;
    u64 all = ALL;
    change_mask(SIG_BLOCK, ALL, &shim->original_mask);
    /* An ignored SIGCHLD would make the kernel throw exit codes away. */
    change_disposition(SIGCHLD, &standard, &shim->original_child_disposition);
    shim->signal_descriptor = (int)SYS(signalfd4, -1, &all, 8, O_CLOEXEC | O_NONBLOCK, 0, 0);
}

void signals_restore(struct shim *shim)
{
    if (shim->original_child_disposition.handler == SIGNAL_IGNORE)
        change_disposition(SIGCHLD, &shim->original_child_disposition, NULL);
    change_mask(SIG_SETMASK, shim->original_mask, NULL);
}

void signals_reset(void)
{
    static const struct disposition standard;
    for (int number = 1; number <= SIGNAL_COUNT; number++)
        change_disposition(number, &standard, NULL);
    change_mask(SIG_SETMASK, 0, NULL);
}

/* Lets the signal do to the shim what it does by default; returns if it stopped the shim and something continued it. */
void signals_raise(int number)
{
    static const struct disposition standard;
    struct disposition before = {0};
    change_disposition(number, &standard, &before);
    sys_kill((int)sys_getpid(), number);
    change_mask(SIG_UNBLOCK, BIT(number), NULL);
    change_mask(SIG_BLOCK, ALL, NULL);
    change_disposition(number, &before, NULL);
}

/* Whether CMD has got this signal without us: the kernel sent it to the whole foreground process group. */
static int reached_group(int number, int code)
{
    if (code != SI_KERNEL)
        return 0;
    switch (number) {
    case SIGINT:
    case SIGQUIT:
    case SIGTSTP:
    case SIGTTIN:
    case SIGTTOU:
    case SIGWINCH:
        return 1;
    case SIGHUP:
    case SIGCONT: /* a terminal that hangs up tells only the session's leader */
        return SYS(getsid, 0, 0, 0, 0, 0, 0) != sys_getpid();
    default:
        return 0;
    }
}

static void forward(struct shim *shim, int number, siginfo_t *info)
{
    if (reached_group(number, info->si_code))
        return;
    if (number == SIGCONT) {
        if (shim->paused)
            unwatched_resume(shim);
        if (stop_already_continued(shim))
            return;
    }
    /* The kernel lets a process repeat only what sigqueue(3), timers and their like send; kill(2) repeats the rest. */
    if (info->si_code < 0 && info->si_code != SI_TKILL
        && SYS(rt_sigqueueinfo, shim->command_pid, number, info, 0, 0, 0) == 0)
        return;
    sys_kill(shim->command_pid, number);
}

/* Before CMD runs, a signal does to Shrike what it would have done to CMD: it had no time to install a handler. */
static void before_start(struct shim *shim, int number)
{
    struct disposition inherited;
    change_disposition(number, NULL, &inherited);
    if (inherited.handler == SIGNAL_IGNORE)
        return;
    switch (number) {
    case SIGCONT:
    case SIGURG:
    case SIGWINCH:
        return;
    case SIGTSTP:
    case SIGTTIN:
    case SIGTTOU:
        if (!shim->command_pid && !shim->is_init) /* a launched child stops by itself, and the shim follows it */
            signals_raise(number);
        return;
    default:
        finish_early(shim, number);
    }
}

void signals_take(struct shim *shim)
{
    static const struct { s64 seconds, nanoseconds; } at_once;
    for (;;) {
        siginfo_t info;
        /* What the caller blocked stays pending until CMD can have it pending in turn. */
        u64 wanted = shim->command_started ? ALL : ~shim->original_mask | BIT(SIGCHLD);
        long number = SYS(rt_sigtimedwait, &wanted, &info, &at_once, 8, 0, 0);
        if (number < 0)
            return;
        int ours = info.si_code <= 0 && (info.si_pid == shim->pid || info.si_pid == shim->waker_pid) && info.si_pid;
        if (number == SIGCHLD || ours || shim->command_ended || shim->arguments.adopted) /* it is nobody's to forward to */
            continue;
        if (shim->command_started)
            forward(shim, (int)number, &info);
        else
            before_start(shim, (int)number);
    }
}
