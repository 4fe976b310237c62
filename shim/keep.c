/*
 * shrike-shim --keep DIR ARG...: the first process of an attaching sensor's container. Starts the sensor, and starts it again
 * while guardians of attached processes depend on it; these live until those processes end, whatever becomes of the sensor.
 * DIR, where the sensor has its socket, goes with the last of them.
 */
#include "shim.h"

#include <asm/siginfo.h>
#include <linux/prctl.h>
#include <linux/wait.h>

#define FIRST_DELAY_MILLIS 100
#define MOST_DELAY_MILLIS 30000
#define STEADY_MILLIS 60000

struct kept {
    int pid; /* of the sensor, 0 while there is none */
    int status;
    int ending; /* somebody asked for the end */
    int others; /* guardians are left */
    u64 started;
    u64 start_at; /* when it is started again; 0: not */
    u32 delay;
};

static void start(struct shim *shim, struct kept *kept)
{
    static char path[4096];
    kept->start_at = 0;
    kept->started = now_millis();
    long pid = sys_fork(0);
    if (pid == 0) {
        signals_reset();
        sensor_prefer_as_victim(1);
        int error = lookup(shim->environment, shim->arguments.sensor[0], path, sizeof path);
        if (!error)
            error = (int)-sys_execve(path, shim->arguments.sensor, shim->environment);
        say("cannot start the sensor ", shim->arguments.sensor[0], ": ", error_name(error), NULL);
        sys_exit_group(EXIT_CANNOT_RUN);
    }
    if (pid < 0) {
        say("cannot fork for the sensor: ", error_name(pid), NULL);
        kept->status = EXIT_SHRIKE_FAILED << 8;
    }
    kept->pid = pid > 0 ? (int)pid : 0;
}

static void start_later(struct kept *kept)
{
    u32 longer = kept->delay * 2 > MOST_DELAY_MILLIS ? MOST_DELAY_MILLIS : kept->delay * 2;
    int steady = now_millis() - kept->started >= STEADY_MILLIS;
    kept->delay = steady || !kept->delay ? FIRST_DELAY_MILLIS : longer;
    kept->start_at = now_millis() + kept->delay;
    say("WARNING: the sensor ended; attached processes go on UNWATCHED; it is started again in milliseconds: ",
        decimal(kept->delay), NULL);
}

static void reap_all(struct kept *kept)
{
    for (;;) {
        int status;
        long pid = sys_wait4(-1, &status, WNOHANG | __WALL);
        if (pid <= 0) {
            kept->others = pid == 0;
            return;
        }
        if (pid == kept->pid) {
            kept->pid = 0;
            kept->status = status;
        }
    }
}

static void take_signal(struct kept *kept, const siginfo_t *info, int number)
{
    if (number == SIGCHLD || number == SIGCONT)
        return;
    if (number == SIGTERM || number == SIGINT || number == SIGHUP) {
        if (kept->ending && !kept->pid)
            sys_exit_group(128 + number); /* asked twice: the guardians are somebody else's to end */
        kept->ending = 1;
        kept->start_at = 0;
    }
    if (kept->pid && info->si_pid != kept->pid)
        sys_kill(kept->pid, number);
}

__attribute__((noreturn)) static void end(struct shim *shim, int code)
{
    SYS(unlinkat, AT_FDCWD, shim->arguments.kept_directory, AT_REMOVEDIR, 0, 0, 0);
    sys_exit_group(code);
}

void keep(struct shim *shim)
{
    static struct kept kept;
    u64 all = ~0ull;
    sys_prctl(PR_SET_CHILD_SUBREAPER, 1);
    start(shim, &kept);
    for (;;) {
        siginfo_t info;
        struct { s64 seconds, nanoseconds; } limit = {1, 0};
        if (kept.start_at)
            limit.seconds = 0, limit.nanoseconds = 50000000;
        long number = SYS(rt_sigtimedwait, &all, &info, &limit, 8, 0, 0);
        if (number > 0)
            take_signal(&kept, &info, (int)number);
        reap_all(&kept);
        int killed = kept.status & 0x7f; /* a sensor that traces has no guardians, and comes back all the same */
        if (!kept.pid && !kept.others && (kept.ending || !killed))
            end(shim, kept.status & 0x7f ? 128 + (kept.status & 0x7f) : kept.status >> 8 & 0xff);
        if (!kept.pid && !kept.ending && !kept.start_at)
            start_later(&kept);
        if (kept.start_at && now_millis() >= kept.start_at)
            start(shim, &kept);
    }
}
