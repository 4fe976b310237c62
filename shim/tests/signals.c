/*
 *   signals receive N        blocks all signals, prints `ready PID PPID`, then N lines `SIGNAL CODE VALUE`
 *   signals send PID S:V...  sends signal S with the value V to PID by sigqueue(3), or by kill(2) where `:V` is missing
 *   signals end S            ends by signal S
 *   signals stop S           stops by signal S, then exits with 7
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static int receive(int wanted)
{
    sigset_t all;
    siginfo_t info;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    printf("ready %d %d\n", getpid(), getppid());
    fflush(stdout);
    usleep(300000); /* let what was sent pile up, so that the order is the kernel's */
    while (wanted--) {
        int number = sigwaitinfo(&all, &info);
        printf("%d %s %d\n", number, info.si_code == SI_QUEUE ? "queue" : "kill", info.si_code == SI_QUEUE ? info.si_value.sival_int : 0);
        fflush(stdout);
    }
    return 0;
}

static int send_all(int pid, char **words)
{
    for (; *words; words++) {
        char *value = strchr(*words, ':');
        int failed = value ? sigqueue(pid, atoi(*words), (union sigval){.sival_int = atoi(value + 1)}) : kill(pid, atoi(*words));
        if (failed)
            perror("signals: send");
    }
    return 0;
}

int main(int count, char **words)
{
    if (count < 3)
        return 2;
    if (!strcmp(words[1], "receive"))
        return receive(atoi(words[2]));
    if (!strcmp(words[1], "send"))
        return send_all(atoi(words[2]), words + 3);
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    signal(atoi(words[2]), SIG_DFL);
    raise(atoi(words[2]));
    return 7;
}
