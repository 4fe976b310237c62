/*
 * What becomes of the application when its sensor is gone: it goes on, and the shim answers in place of the sensor; or
 * it pauses until somebody sends SIGCONT; or it is killed.
 */
#include "shim.h"

#include <linux/ioctl.h>
#include <linux/mman.h>
#include <linux/poll.h>
#include <linux/prctl.h>
#include <linux/sched.h>
#include <linux/seccomp.h>

static void signal_tree(struct shim *shim, int number)
{
    static int pids[TREE_MAX];
    unsigned count = 0;
    for (int round = 0; round < 3; round++) { /* for children born meanwhile */
        count = tree_list(shim, pids);
        for (unsigned i = 0; i < count; i++)
            sys_kill(pids[i], number);
    }
    if (!count) /* no /proc: at least CMD itself */
        sys_kill(shim->command_pid, number);
}

int unwatched_descendants(struct shim *shim)
{
    static int pids[TREE_MAX];
    return tree_list(shim, pids) > 0;
}

/*
 * SECCOMP_IOCTL_NOTIF_RECV waits when another receiver was quicker, a sensor that is being started or moves again; the shim
 * must never wait for that. So a process of its own answers, which can be killed at any time: the kernel writes what it
 * receives right into memory that both share, and the shim answers what the process had taken.
 */
struct answering {
    union { struct seccomp_notif notification; u8 room[1024]; } request; /* the kernel may know longer structures */
    u64 answered;
};

static volatile struct answering *answering(void)
{
    static volatile struct answering *shared;
    if (!shared) {
        long page = SYS(mmap, 0, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (page > 0 || page < -4095)
            shared = (volatile struct answering *)page;
    }
    return shared;
}

int unwatched_let_go(struct shim *shim, u64 id)
{
    static union { struct seccomp_notif_resp response; u8 room[1024]; } answer;
    answer.response.id = id;
    answer.response.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
    return sys_ioctl(shim->listener, SECCOMP_IOCTL_NOTIF_SEND, &answer) == 0;
}

__attribute__((noreturn)) static void answer_all(struct shim *shim, volatile struct answering *shared)
{
    struct pollfd listener = {shim->listener, POLLIN, 0};
    sys_prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (sys_getppid() != shim->pid)
        sys_exit_group(0);
    descriptors_close_except(0, &shim->listener, 1);
    for (;;) {
        memset((void *)&shared->request, 0, sizeof shared->request);
        SYS(ppoll, &listener, 1, NULL, NULL, 0, 0);
        if (listener.revents & ~POLLIN)
            sys_exit_group(0); /* no process is left under the filter */
        if (sys_ioctl(shim->listener, SECCOMP_IOCTL_NOTIF_RECV, (void *)&shared->request) < 0)
            continue; /* ENOENT: the caller was interrupted or is gone */
        if (unwatched_let_go(shim, shared->request.notification.id))
            shared->answered++;
    }
}

/* Where no process can be made the shim answers itself, from events_wait(). */
void unwatched_start(struct shim *shim)
{
    volatile struct answering *shared = answering();
    shim->unwatched = 1;
    if (shim->answerer_pid || !shared)
        return;
    long pid = sys_fork(0);
    if (pid == 0)
        answer_all(shim, shared);
    if (pid > 0)
        shim->answerer_pid = (int)pid;
}

void unwatched_stop(struct shim *shim)
{
    shim->unwatched = 0;
    if (!shim->answerer_pid)
        return;
    sys_kill(shim->answerer_pid, SIGKILL);
    sys_wait4(shim->answerer_pid, NULL, 0);
    shim->answerer_pid = 0;
    u64 id = answering()->request.notification.id;
    if (id && unwatched_let_go(shim, id)) /* ENOENT: it was answered */
        shim->unwatched_calls++;
}

u64 unwatched_total(struct shim *shim)
{
    volatile struct answering *shared = answering();
    return shim->unwatched_calls + (shared ? shared->answered : 0);
}

static void serve(struct shim *shim)
{
    unwatched_start(shim);
    release_stuck(shim);
}

void unwatched_begin(struct shim *shim)
{
    if (shim->listener < 0)
        return;
    switch ((enum sensor_loss)shim->on_sensor_loss) {
    case SENSOR_LOSS_CONTINUE:
        say("WARNING: the sensor ended (", sensor_fate(shim), ") while ", shim->arguments.command[0],
            " runs: it goes on UNWATCHED", NULL);
        serve(shim);
        return;
    case SENSOR_LOSS_PAUSE:
        say("WARNING: the sensor ended (", sensor_fate(shim), "): ", shim->arguments.command[0],
            " is paused; SIGCONT to process ", decimal(shim->pid), " lets it go on UNWATCHED", NULL);
        shim->paused = 1;
        signal_tree(shim, SIGSTOP);
        release_stuck(shim); /* now: the next sensor may use the pending page before it says READY */
        return;
    case SENSOR_LOSS_KILL:
        say("the sensor ended (", sensor_fate(shim), "): ", shim->arguments.command[0], " is killed, as --on-sensor-loss asks",
            NULL);
        signal_tree(shim, SIGKILL);
        return;
    }
}

void unwatched_resume(struct shim *shim)
{
    shim->paused = 0;
    unwatched_start(shim);
    signal_tree(shim, SIGCONT);
}

void unwatched_end(struct shim *shim)
{
    unwatched_stop(shim);
    if (!shim->paused)
        return;
    shim->paused = 0;
    signal_tree(shim, SIGCONT);
}

/* Answers the notifications that wait, at most so many that signals are not kept waiting for long. */
void unwatched_answer(struct shim *shim)
{
    static union { struct seccomp_notif notification; u8 room[1024]; } request;
    for (int i = 0; i < 64; i++) {
        struct pollfd ready = {shim->listener, POLLIN, 0};
        static const struct { s64 seconds, nanoseconds; } at_once;
        if (SYS(ppoll, &ready, 1, &at_once, NULL, 0, 0) != 1 || !(ready.revents & POLLIN))
            return;
        memset(&request, 0, sizeof request);
        if (sys_ioctl(shim->listener, SECCOMP_IOCTL_NOTIF_RECV, &request) < 0)
            continue; /* ENOENT: the caller was interrupted or is gone */
        if (unwatched_let_go(shim, request.notification.id))
            shim->unwatched_calls++;
    }
}

/* Leaves a process behind that answers for descendants which outlive CMD and the sensor; without it their calls fail. */
void unwatched_keep(struct shim *shim)
{
    struct pollfd listener = {shim->listener, POLLIN, 0};
    static const struct { s64 seconds, nanoseconds; } at_once;
    unwatched_stop(shim); /* it would end with the shim, perhaps within an answer */
    if (shim->listener < 0 || (sensor_there(shim) && !shim->restarting && !shim->stalled) || shim->is_init || !unwatched_descendants(shim))
        return;
    SYS(ppoll, &listener, 1, &at_once, NULL, 0, 0);
    if (listener.revents & ~POLLIN || sys_fork(0) != 0)
        return;
    sys_setsid();
    /* Nobody must wait for a pipe to close because of this process. */
    descriptors_close_except(0, &shim->listener, 1);
    for (;;) {
        SYS(ppoll, &listener, 1, NULL, NULL, 0, 0);
        if (listener.revents & ~POLLIN)
            sys_exit_group(0);
        unwatched_answer(shim);
    }
}
