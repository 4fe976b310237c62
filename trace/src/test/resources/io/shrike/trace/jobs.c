/*
 * A terminal with a shell that controls jobs on it. Waits for a line, makes the pty and the shell, types, and tells what it
 * saw: what waitpid said of the foreground job at ^Z, fg, ^C, a read in the background, and the shell's end.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void tell(int out, const char *what, int status)
{
    char line[128];
    int length = snprintf(line, sizeof line, "%s exited=%d code=%d signaled=%d by=%d stopped=%d by=%d continued=%d\n", what,
                          WIFEXITED(status), WIFEXITED(status) ? WEXITSTATUS(status) : 0, WIFSIGNALED(status),
                          WIFSIGNALED(status) ? WTERMSIG(status) : 0, WIFSTOPPED(status),
                          WIFSTOPPED(status) ? WSTOPSIG(status) : 0, WIFCONTINUED(status));
    write(out, line, (size_t)length);
}

static void foreground(pid_t group)
{
    if (tcsetpgrp(0, group))
        _exit(9);
}

static pid_t start_job(int reads, int in_front)
{
    pid_t job = fork();
    if (job == 0) {
        char byte;
        setpgid(0, 0);
        signal(SIGTTOU, SIG_IGN);
        if (in_front)
            tcsetpgrp(0, getpid());
        signal(SIGTTOU, SIG_DFL);
        signal(SIGINT, SIG_DFL);
        signal(SIGTSTP, SIG_DFL);
        write(1, "1", 1);
        if (reads)
            _exit(read(0, &byte, 1) == 1 ? 4 : 5);
        for (;;) {
            int fd = open("/dev/null", O_RDONLY);
            if (fd < 0)
                _exit(8);
            close(fd);
        }
    }
    setpgid(job, job);
    return job;
}

/* The shell: it writes a digit to the terminal whenever the other side is to type. */
static void shell(int out)
{
    int status = 0;
    signal(SIGTTOU, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    signal(SIGTSTP, SIG_IGN);
    pid_t job = start_job(0, 1);
    waitpid(job, &status, WUNTRACED);
    tell(out, "at ^Z", status);
    foreground(getpgrp());
    for (int i = 0; i < 3; i++) {
        kill(-job, SIGCONT);
        waitpid(job, &status, WCONTINUED);
        tell(out, "bg", status);
        kill(-job, SIGSTOP);
        waitpid(job, &status, WUNTRACED);
        tell(out, "stop", status);
    }
    foreground(job);
    kill(-job, SIGCONT);
    waitpid(job, &status, WCONTINUED);
    tell(out, "fg", status);
    write(1, "2", 1);
    waitpid(job, &status, WUNTRACED);
    tell(out, "at ^C", status);
    foreground(getpgrp());
    job = start_job(1, 0);
    waitpid(job, &status, WUNTRACED);
    tell(out, "read in the background", status);
    foreground(job);
    kill(-job, SIGCONT);
    write(1, "3", 1);
    waitpid(job, &status, 0);
    tell(out, "read in front", status);
    foreground(getpgrp());
    _exit(11);
}

int main(void)
{
    char byte;
    int terminal;
    int typed_stop = 0;
    int status = 0;
    if (read(0, &byte, 1) != 1)
        return 3;
    int out = dup(1);
    pid_t session = forkpty(&terminal, NULL, NULL, NULL);
    if (session < 0)
        return 77;
    if (session == 0)
        shell(out);
    while (read(terminal, &byte, 1) == 1) {
        if (byte == '1' && !typed_stop++)
            write(terminal, "\032", 1);
        if (byte == '2')
            write(terminal, "\003", 1);
        if (byte == '3')
            write(terminal, "x\n", 2);
    }
    waitpid(session, &status, 0);
    tell(out, "shell", status);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
