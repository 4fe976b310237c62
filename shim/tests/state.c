/* Prints what a program inherits: signal mask, pending and ignored signals, open descriptors, arguments, group, limits. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

int main(int count, char **words)
{
    char line[256], path[32], target[256];
    FILE *status = fopen("/proc/self/status", "r");
    FILE *out = count > 1 && strchr(words[1], '/') ? fopen(words[1], "w") : fdopen(dup(1), "w");
    struct rlimit limit;
    for (int fd = 0; fd < 256; fd++) {
        if (fd == fileno(status) || fd == fileno(out) || fcntl(fd, F_GETFD) < 0)
            continue;
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        ssize_t length = readlink(path, target, sizeof target - 1);
        target[length < 0 ? 0 : length] = 0;
        fprintf(out, "fd %d %.*s %x\n", fd, (int)strcspn(target, ":"), target, fcntl(fd, F_GETFL));
    }
    while (fgets(line, sizeof line, status))
        if ((!strncmp(line, "Sig", 3) && line[3] != 'Q') || !strncmp(line, "ShdPnd", 6) || !strncmp(line, "NoNewPrivs", 10))
            fputs(line, out);
    getrlimit(RLIMIT_CORE, &limit);
    fprintf(out, "core %ld %ld dumpable %d\n", (long)limit.rlim_cur, (long)limit.rlim_max, prctl(PR_GET_DUMPABLE));
    for (int i = 0; i < count; i++)
        fprintf(out, "word %d %s\n", i, words[i]);
    fprintf(out, "control %s\n", getenv("SHRIKE_CONTROL_FD") ? "leaked" : "absent");
    return 0;
}
