/*
 * A program under a filter that notifies of every mkdir and mkdirat.
 *
 * victim KILLABLE: installs the filter (KILLABLE 1: with SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV), tells the number of the
 * listener descriptor, and waits for a line. Then a line each:
 *   m PATH   makes the directory from the first thread; answers with the result, or -errno
 *   t PATH   the same from another thread
 *   i PATH   the same with a signal each millisecond meanwhile (SA_RESTART)
 *   q        ends
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#ifndef SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
#define SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV (1UL << 5)
#endif

static int install(int killable)
{
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
#ifdef __NR_mkdir
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_mkdir, 1, 0),
#endif
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_mkdirat, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {.len = sizeof code / sizeof code[0], .filter = code};
    unsigned long flags = SECCOMP_FILTER_FLAG_NEW_LISTENER;
    if (killable)
        flags |= SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        return -1;
    return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
}

static void *make(void *path)
{
    long result = mkdir(path, 0700);
    return (void *)(result < 0 ? -(long)errno : result);
}

static void ignore(int signal)
{
    (void)signal;
}

static void every(long microseconds)
{
    struct itimerval timer = {{0, microseconds}, {0, microseconds}};
    setitimer(ITIMER_REAL, &timer, NULL);
}

int main(int count, char **words)
{
    char line[5000];
    struct sigaction action = {.sa_handler = ignore, .sa_flags = SA_RESTART};
    pthread_t thread;
    void *result;
    int listener = install(count > 1 && atoi(words[1]));
    sigaction(SIGALRM, &action, NULL);
    printf("%d\n", listener);
    fflush(stdout);
    while (fgets(line, sizeof line, stdin) && line[0] != 'q') {
        line[strcspn(line, "\n")] = 0;
        switch (line[0]) {
        case 't':
            pthread_create(&thread, NULL, make, line + 2);
            pthread_join(thread, &result);
            break;
        case 'i':
            every(1000);
            result = make(line + 2);
            every(0);
            break;
        default:
            result = make(line + 2);
            break;
        }
        printf("%ld\n", (long)result);
        fflush(stdout);
    }
    return 0;
}
