/*
 * Makes children on request, one line of standard input each; answers with the child's number, or -errno.
 *
 *   n        a child that sleeps
 *   r PID    a child of that number (clone3 with set_tid)
 *   k PID    kills and reaps that child; answers with its number
 *   b N      N children at once, at most 512; answers with their numbers in one line
 *   e        kills and reaps those children; answers with how many they were
 *   g N      a chain of N processes, each the child of the one before; answers with the number of the last
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t maker;

/* The maker may have died before it could take its child along. */
static void die_with_maker(void)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != maker)
        _exit(0);
}

static pid_t fork_child(void)
{
    maker = getpid();
    pid_t child = fork();
    if (child == 0)
        die_with_maker();
    return child;
}

static void sleep_until_killed(void)
{
    for (;;)
        pause();
}

static long fork_as(pid_t wanted)
{
    pid_t numbers[] = {wanted};
    struct clone_args arguments = {
        .exit_signal = SIGCHLD, .set_tid = (uint64_t)(uintptr_t)numbers, .set_tid_size = 1};
    maker = getpid();
    long child = syscall(SYS_clone3, &arguments, sizeof arguments);
    if (child == 0)
        die_with_maker();
    return child < 0 ? -errno : child;
}

static long chain(int length)
{
    int ends[2];
    if (pipe(ends))
        return -errno;
    for (int left = length; left > 0; left--) {
        pid_t child = fork_child();
        if (child < 0)
            return -errno;
        if (child > 0 && left == length) {
            long last = 0;
            close(ends[1]);
            ssize_t got = read(ends[0], &last, sizeof last);
            close(ends[0]);
            return got == sizeof last ? last : -EIO;
        }
        if (child > 0)
            sleep_until_killed();
    }
    long self = getpid();
    ssize_t sent = write(ends[1], &self, sizeof self);
    close(ends[1]);
    if (sent == sizeof self)
        sleep_until_killed();
    _exit(1);
}

static pid_t many[512];
static int alive;

static void fork_many(int count)
{
    while (alive < count && alive < (int)(sizeof many / sizeof many[0])) {
        pid_t child = fork_child();
        if (child == 0)
            sleep_until_killed();
        printf("%d ", child);
        many[alive++] = child;
    }
    printf("\n");
    fflush(stdout);
}

static long end_many(void)
{
    int count = alive;
    for (int i = 0; i < count; i++)
        kill(many[i], SIGKILL);
    while (alive > 0 && waitpid(many[alive - 1], NULL, 0) > 0)
        alive--;
    return count;
}

int main(void)
{
    char line[64];
    while (fgets(line, sizeof line, stdin)) {
        int number = atoi(line + 1);
        long answer = -EINVAL;
        switch (line[0]) {
        case 'n':
            answer = fork_child();
            break;
        case 'r':
            answer = fork_as(number);
            break;
        case 'k':
            kill(number, SIGKILL);
            answer = waitpid(number, NULL, 0);
            break;
        case 'b':
            fork_many(number);
            continue;
        case 'e':
            answer = end_many();
            break;
        case 'g':
            answer = chain(number);
            break;
        }
        if (answer == 0)
            sleep_until_killed();
        printf("%ld\n", answer);
        fflush(stdout);
    }
    return 0;
}
