/*
 * Runs a command and prints how it ended, as its parent sees it: `exit N` or `signal N`; `stopped N` first, each time.
 *   outcome [--ignore N]... [--block N]... [--close FD]... [--group] [--alarm MILLIS]
 *           [--without close_range|unshare]... -- CMD [ARG...]
 *   outcome --become OPTION... -- CMD [ARG...]
 * A stopped command is continued. --alarm leaves a timer running that exec keeps. --without: the system call fails with
 * ENOSYS. A core dump bit is not printed. --become only prepares the options and becomes the command.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static void forget(int number)
{
    struct sock_filter program[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog filter = {sizeof program / sizeof program[0], program};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter))
        perror("outcome: seccomp");
}

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
        else if (!strcmp(*words, "--without"))
            forget(!strcmp(*++words, "unshare") ? SYS_unshare : SYS_close_range);
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
    if (count > 1 && !strcmp(words[1], "--become"))
        prepare(words + 2);
    pid_t pid = fork();
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
