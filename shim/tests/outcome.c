/*
 * Runs a command and prints how it ended, as its parent sees it: `exit N` or `signal N`; `stopped N` first, each time.
 *   outcome [--ignore N]... [--block N]... [--close FD]... [--group] [--alarm MILLIS] -- CMD [ARG...]
 * A stopped command is continued. --alarm leaves a timer running that exec keeps. A core dump bit is not printed.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static void prepare(char **words)
{
    sigset_t blocked;
    sigemptyset(&blocked);
    for (; *words && strcmp(*words, "--"); words++) {
        if (!strcmp(*words, "--ignore"))
            signal(atoi(*++words), SIG_IGN);
        else if (!strcmp(*words, "--block"))
            sigaddset(&blocked, atoi(*++words));
        else if (!strcmp(*words, "--close"))
            close(atoi(*++words));
        else if (!strcmp(*words, "--group"))
            setpgid(0, 0);
        else if (!strcmp(*words, "--alarm"))
            setitimer(ITIMER_REAL, &(struct itimerval){.it_value = {.tv_usec = atoi(*++words) * 1000}}, NULL);
    }
    sigprocmask(SIG_SETMASK, &blocked, NULL);
    execvp(words[1], words + 1);
    _exit(127);
}

int main(int count, char **words)
{
    int status;
    pid_t pid = fork();
    (void)count;
    if (pid == 0)
        prepare(words + 1);
    while (waitpid(pid, &status, WUNTRACED) == pid && WIFSTOPPED(status)) {
        printf("stopped %d\n", WSTOPSIG(status));
        fflush(stdout);
        kill(pid, SIGCONT);
    }
    if (WIFSIGNALED(status))
        printf("signal %d\n", WTERMSIG(status));
    else
        printf("exit %d\n", WEXITSTATUS(status));
    return 0;
}
