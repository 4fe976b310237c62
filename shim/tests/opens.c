/*
 * Opens a file again and again, and says so: any call that fails ends it with 1.
 *   opens COUNT [PAUSE_MICROS] [TASKS]    TASKS processes do so at once
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int storm(long count, long pause_micros)
{
    for (long i = 0; i < count; i++) {
        int fd = open("/dev/null", O_RDONLY);
        if (fd < 0) {
            fprintf(stderr, "opens: %s after %ld\n", strerror(errno), i);
            return 1;
        }
        close(fd);
        if (pause_micros)
            usleep(pause_micros);
    }
    return 0;
}

int main(int count, char **words)
{
    long opens = count > 1 ? atol(words[1]) : 1;
    long pause_micros = count > 2 ? atol(words[2]) : 0;
    int tasks = count > 3 ? atoi(words[3]) : 1;
    int failed = 0;
    for (int i = 1; i < tasks; i++)
        if (fork() == 0)
            return storm(opens, pause_micros);
    failed |= storm(opens, pause_micros);
    for (int status; wait(&status) > 0;)
        failed |= status != 0;
    if (!failed)
        printf("opened\n");
    return failed;
}
