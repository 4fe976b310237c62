/* Four threads open and close one existing file for some seconds; prints how long the opens took, in microseconds.
 * Usage: openlatency [SECONDS [PATH]] */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { THREADS = 4, MOST = 1 << 20 };
static unsigned *took[THREADS];
static long taken[THREADS];
static const char *path;
static double seconds;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static void *work(void *number)
{
    long me = (long)number;
    double end = now() + seconds;
    for (double before = now(); before < end && taken[me] < MOST; before = now()) {
        int fd = openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
        took[me][taken[me]++] = (unsigned)((now() - before) * 1e9);
        if (fd < 0)
            _exit(1);
        close(fd);
        usleep(500);
    }
    return NULL;
}

static int compare(const void *a, const void *b)
{
    unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
    seconds = argc > 1 ? atof(argv[1]) : 10;
    path = argc > 2 ? argv[2] : "/etc/hostname";
    pthread_t threads[THREADS];
    for (long i = 0; i < THREADS; i++) {
        took[i] = malloc(MOST * sizeof **took);
        pthread_create(&threads[i], NULL, work, (void *)i);
    }
    unsigned *all = malloc((size_t)THREADS * MOST * sizeof *all);
    long count = 0;
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        for (long j = 0; j < taken[i]; j++)
            all[count++] = took[i][j];
    }
    qsort(all, count, sizeof *all, compare);
    printf("opens %ld p50 %.1f p99 %.1f p99.9 %.1f max %.1f\n", count, all[count / 2] / 1e3, all[count * 99 / 100] / 1e3,
        all[count * 999 / 1000] / 1e3, all[count - 1] / 1e3);
    return 0;
}
