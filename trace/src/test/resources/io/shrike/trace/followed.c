/*
 * A program that a tracer attaches to. Tells its number, then obeys a line each and answers with a number, mostly a result or
 * -errno.
 *
 *   o PATH   opens and closes PATH from the first thread
 *   t PATH   the same from a new thread
 *   f PATH   the same from a child (fork), which answers by its exit code: 0, or errno
 *   v PATH   runs PATH after vfork: its exit code
 *   V N      N times: a vfork child that opens /dev/null, waits a moment and ends; how many went well
 *   F N      N times: forks, makes a thread, opens, and ends; how many went well
 *   x        executes itself from a thread that is not the first; tells its number again
 *   s N      sends itself N real-time signals and waits for them: how many arrived, each with its value
 *   S N      a child sends them meanwhile, and this process opens a file all the time: how many arrived
 *   b N      starts N threads that open and close /dev/null all the time
 *   B N      starts N threads that wait
 *   c        whether each of those N threads has made progress since it was asked last: how many have
 *   e        ends all those threads and waits for them: how many
 *   3 PATH   opens PATH through int 0x80, at an address of 32 bits
 *   i PATH   opens PATH (a FIFO) while a signal with a handler interrupts it each millisecond (SA_RESTART)
 *   p        the result of getppid
 *   T        how many threads of this process are traced (TracerPid)
 *   z        how many children have ended and not been waited for
 *   E        waits for 50 ms in epoll_wait: its result
 *   r        installs a filter that answers openat with SECCOMP_RET_TRACE
 *   q        ends with code 7
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MOST 512

static char *self;
static char own_path[4096];

static long result(long value)
{
    return value < 0 ? -(long)errno : value;
}

static long try_open(const char *path)
{
    long fd = result(openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC));
    if (fd >= 0)
        close((int)fd);
    return fd < 0 ? fd : 0;
}

static void *open_in_thread(void *path)
{
    return (void *)try_open(path);
}

static long in_thread(void *(*what)(void *), void *argument)
{
    pthread_t thread;
    void *answer;
    if (pthread_create(&thread, NULL, what, argument))
        return -EAGAIN;
    pthread_join(thread, &answer);
    return (long)answer;
}

static long code_of(pid_t child)
{
    int status;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return -errno;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

static long in_child(const char *path)
{
    pid_t child = fork();
    if (child == 0)
        _exit((int)-try_open(path));
    return child < 0 ? -errno : code_of(child);
}

static long run(const char *path)
{
    pid_t child = vfork();
    if (child == 0) {
        execl(path, path, (char *)NULL);
        _exit(126);
    }
    return child < 0 ? -errno : code_of(child);
}

static long vforks(int count)
{
    long well = 0;
    for (int i = 0; i < count; i++) {
        pid_t child = vfork();
        if (child == 0) {
            int fd = (int)syscall(SYS_openat, AT_FDCWD, "/dev/null", O_RDONLY);
            usleep(200);
            _exit(fd < 0 ? 1 : 5);
        }
        well += child > 0 && code_of(child) == 5;
    }
    return well;
}

static long forks(int count)
{
    long well = 0;
    for (int i = 0; i < count; i++) {
        pid_t child = fork();
        if (child == 0)
            _exit(in_thread(open_in_thread, "/dev/null") == 0 ? 6 : 1);
        well += child > 0 && code_of(child) == 6;
    }
    return well;
}

static void *exec_in_thread(void *unused)
{
    (void)unused;
    execl(own_path, self, "again", (char *)NULL);
    return (void *)(long)-errno;
}

static volatile int arrived;
static volatile int wrong;

static void count_signal(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)context;
    if (info->si_code != SI_QUEUE || info->si_value.sival_int < 0)
        __atomic_add_fetch(&wrong, 1, __ATOMIC_RELAXED);
    __atomic_add_fetch(&arrived, 1, __ATOMIC_RELAXED);
}

static void prepare_signals(void)
{
    struct sigaction action = {.sa_sigaction = count_signal, .sa_flags = SA_SIGINFO | SA_RESTART};
    sigaction(SIGRTMIN, &action, NULL);
    arrived = 0;
    wrong = 0;
}

static int queue_all(pid_t to, int count)
{
    union sigval value;
    for (int i = 0; i < count; i++) {
        value.sival_int = i;
        while (sigqueue(to, SIGRTMIN, value)) {
            if (errno != EAGAIN)
                return 1;
            usleep(100);
        }
    }
    return 0;
}

static long signals_to_self(int count)
{
    prepare_signals();
    queue_all(getpid(), count);
    return wrong ? -wrong : arrived;
}

static long signals_of_child(int count)
{
    prepare_signals();
    pid_t to = getpid();
    pid_t child = fork();
    if (child == 0)
        _exit(queue_all(to, count));
    for (int rounds = 0; arrived < count && rounds < 4 * count; rounds++)
        if (try_open("/dev/null"))
            return -EIO;
    code_of(child);
    for (int rounds = 0; arrived < count && rounds < 1000; rounds++)
        usleep(1000);
    return wrong ? -wrong : arrived;
}

static pthread_t threads[MOST];
static volatile long progress[MOST];
static long seen[MOST];
static int running;
static volatile int stopping;

static void *busy(void *index)
{
    while (!stopping) {
        if (try_open("/dev/null"))
            abort();
        progress[(long)index]++;
    }
    return NULL;
}

static void *idle(void *index)
{
    while (!stopping) {
        usleep(20000);
        progress[(long)index]++;
    }
    return NULL;
}

static long start_threads(int count, void *(*what)(void *))
{
    pthread_attr_t small;
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, 64 * 1024);
    int before = running;
    while (running < before + count && running < MOST && pthread_create(&threads[running], &small, what, (void *)(long)running) == 0)
        running++;
    return running - before;
}

static long count_progress(void)
{
    long moved = 0;
    for (int i = 0; i < running; i++) {
        moved += progress[i] != seen[i];
        seen[i] = progress[i];
    }
    return moved;
}

static long end_threads(void)
{
    stopping = 1;
    int count = running;
    for (; running > 0; running--)
        pthread_join(threads[running - 1], NULL);
    stopping = 0;
    return count;
}

#if defined(__x86_64__)
static long open_by_int80(const char *path)
{
    static char *low;
    if (!low)
        low = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
    strncpy(low, path, 4095);
    int answer;
    __asm__ volatile("int $0x80" : "=a"(answer) : "a"(5), "b"((int)(long)low), "c"(O_RDONLY), "d"(0) : "memory", "r8", "r9", "r10", "r11");
    if (answer >= 0)
        close(answer);
    return answer < 0 ? answer : 0;
}
#else
static long open_by_int80(const char *path)
{
    (void)path;
    return -ENOSYS;
}
#endif

static void ignore(int signal)
{
    (void)signal;
}

static long interrupted_open(const char *path)
{
    struct sigaction action = {.sa_handler = ignore, .sa_flags = SA_RESTART};
    struct itimerval each = {{0, 1000}, {0, 1000}}, never = {{0, 0}, {0, 0}};
    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &each, NULL);
    long answer = try_open(path);
    setitimer(ITIMER_REAL, &never, NULL);
    return answer;
}

static long count_tasks(const char *key, const char *value)
{
    long found = 0;
    DIR *tasks = opendir("/proc/self/task");
    for (struct dirent *task; (task = readdir(tasks));) {
        char path[64], line[256];
        snprintf(path, sizeof path, "/proc/self/task/%.16s/status", task->d_name);
        FILE *status = task->d_name[0] == '.' ? NULL : fopen(path, "r");
        while (status && fgets(line, sizeof line, status))
            if (strncmp(line, key, strlen(key)) == 0 && strcmp(line + strlen(key), value) != 0)
                found++;
        if (status)
            fclose(status);
    }
    closedir(tasks);
    return found;
}

static long wait_in_epoll(void)
{
    struct epoll_event event;
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    long answer = result(epoll_wait(epoll, &event, 1, 50));
    close(epoll);
    return answer;
}

static long install_filter(void)
{
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {.len = sizeof code / sizeof code[0], .filter = code};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        return -errno;
    return result(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program));
}

static long obey(const char *line)
{
    const char *path = line + 2;
    int count = strlen(line) > 2 ? atoi(path) : 0;
    switch (line[0]) {
    case 'o': return try_open(path);
    case 't': return in_thread(open_in_thread, (void *)path);
    case 'f': return in_child(path);
    case 'v': return run(path);
    case 'V': return vforks(count);
    case 'F': return forks(count);
    case 'x': return in_thread(exec_in_thread, NULL);
    case 's': return signals_to_self(count);
    case 'S': return signals_of_child(count);
    case 'b': return start_threads(count, busy);
    case 'B': return start_threads(count, idle);
    case 'c': return count_progress();
    case 'e': return end_threads();
    case '3': return open_by_int80(path);
    case 'i': return interrupted_open(path);
    case 'p': return getppid();
    case 'T': return count_tasks("TracerPid:", "\t0\n");
    case 'z': return waitid(P_ALL, 0, &(siginfo_t){0}, WEXITED | WNOHANG | WNOWAIT) == 0;
    case 'E': return wait_in_epoll();
    case 'r': return install_filter();
    case 'q': exit(7);
    default: return -EINVAL;
    }
}

int main(int count, char **words)
{
    (void)count;
    setpgid(0, 0); /* where the tests' own group is an orphaned one, as under CI, terminal stop signals would stop nobody */
    self = words[0];
    ssize_t length = readlink("/proc/self/exe", own_path, sizeof own_path - 1);
    if (length < 0)
        return 3;
    own_path[length] = 0;
    char line[4200];
    printf("%d\n", getpid());
    fflush(stdout);
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = 0;
        printf("%ld\n", obey(line));
        fflush(stdout);
    }
    return 0;
}
