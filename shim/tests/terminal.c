/*
 * A terminal with a shell that knows job control, all in one: runs a command as its foreground job, types at it, and
 * tells what happened.
 *   terminal interrupt|suspend|resize|leader -- CMD [ARG...]
 * CMD is `terminal job`, directly or behind a launcher: it counts its signals and prints them when it reads a line.
 *   interrupt   types Ctrl-C twice, then a line          suspend  types Ctrl-Z, waits for the stop, continues, types a line
 *   resize      changes the window's size, then a line   leader   runs CMD as the session's leader and hangs up
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

static volatile sig_atomic_t counts[65];
static char screen[65536];
static size_t screen_length;

static void count_signal(int number)
{
    counts[number]++;
    while (write(1, "caught\n", 7) < 0 && errno == EINTR) /* after a hangup it fails otherwise, which is fine */
        continue;
}

static int job(const char *result)
{
    static const int counted[] = {SIGINT, SIGCONT, SIGWINCH, SIGHUP, SIGQUIT};
    char line[64];
    ssize_t length;
    for (unsigned i = 0; i < sizeof counted / sizeof counted[0]; i++)
        sigaction(counted[i], &(struct sigaction){.sa_handler = count_signal, .sa_flags = 0}, NULL);
    if (write(1, "ready\n", 6) < 0)
        return 1;
    do
        length = read(0, line, sizeof line);
    while ((length < 0 && errno == EINTR && !counts[SIGHUP]) || (length > 0 && line[0] != 'q'));
    for (int round = 0; round < 10; round++)
        usleep(5000); /* what was sent twice would come by now; each signal ends one of these early */
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL); /* an open that waits for the sensor would end with EINTR */
    FILE *out = result ? fopen(result, "w") : stdout;
    fprintf(out, "int %d cont %d winch %d hup %d quit %d\n", counts[SIGINT], counts[SIGCONT], counts[SIGWINCH],
            counts[SIGHUP], counts[SIGQUIT]);
    fclose(out);
    return 5;
}

/* Waits until the text has been printed this many times, at most 10 s. */
static void await(int master, const char *text, int times)
{
    for (int round = 0; round < 100; round++) {
        int seen = 0;
        for (char *at = screen; (at = strstr(at, text)); at++)
            seen++;
        if (seen >= times)
            return;
        struct pollfd ready = {master, POLLIN, 0};
        if (poll(&ready, 1, 100) == 1) {
            ssize_t length = read(master, screen + screen_length, sizeof screen - screen_length - 1);
            if (length <= 0)
                return;
            screen_length += (size_t)length;
        }
    }
    printf("never saw: %s\n", text);
}

static void shell(char **words)
{
    int status;
    pid_t pid;
    signal(SIGTTOU, SIG_IGN);
    pid = fork();
    if (pid == 0) {
        setpgid(0, 0);
        tcsetpgrp(0, getpid());
        signal(SIGTTOU, SIG_DFL);
        execvp(words[0], words);
        _exit(127);
    }
    setpgid(pid, pid);
    while (waitpid(pid, &status, WUNTRACED) == pid && WIFSTOPPED(status)) {
        tcsetpgrp(0, getpgrp());
        printf("stopped %d\n", WSTOPSIG(status));
        fflush(stdout);
        usleep(100000);
        tcsetpgrp(0, pid);
        kill(-pid, SIGCONT);
        printf("continued\n");
        fflush(stdout);
    }
    tcsetpgrp(0, getpgrp());
    printf(WIFSIGNALED(status) ? "ended by signal %d\n" : "ended with %d\n", WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    fflush(stdout);
    usleep(100000);
    exit(0);
}

static void type(int master, const char *text)
{
    if (write(master, text, strlen(text)) < 0)
        perror("terminal: write");
}

int main(int count, char **words)
{
    if (count > 1 && !strcmp(words[1], "job"))
        return job(words[2]);
    if (count < 4)
        return 2;
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    grantpt(master);
    unlockpt(master);
    const char *slave = ptsname(master);
    pid_t pid = fork();
    if (pid == 0) {
        setsid();
        int fd = open(slave, O_RDWR);
        ioctl(fd, TIOCSCTTY, 0);
        for (int i = 0; i <= 2; i++)
            dup2(fd, i);
        close(fd);
        close(master);
        if (strcmp(words[1], "leader"))
            shell(words + 3);
        execvp(words[3], words + 3);
        _exit(127);
    }
    await(master, "ready", 1);
    if (!strcmp(words[1], "interrupt")) {
        type(master, "\003");
        await(master, "caught", 1);
        usleep(50000); /* a second delivery of the same would be counted apart */
        type(master, "\003");
        await(master, "caught", 2);
    } else if (!strcmp(words[1], "suspend")) {
        type(master, "\032");
        await(master, "continued", 1);
    } else if (!strcmp(words[1], "resize")) {
        ioctl(master, TIOCSWINSZ, &(struct winsize){.ws_row = 30, .ws_col = 90});
        await(master, "caught", 1);
    } else {
        close(master);
        waitpid(pid, NULL, 0);
        return 0;
    }
    type(master, "q\n");
    await(master, "ended", 1);
    waitpid(pid, NULL, 0);
    fputs(screen, stdout);
    return 0;
}
