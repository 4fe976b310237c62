/*
 * A process in a state that a test wants to look at. Obeys its options in order, says "ready" and what they told, and sleeps
 * until its standard input ends.
 *
 *   -r DIR         makes DIR its root; the working directory stays outside unless -c follows
 *   -u             takes a mount namespace of its own
 *   -p             goes on as a child that is in a PID namespace of its own, with a new proc file system on /proc
 *   -b FROM TO     binds FROM over TO
 *   -c DIR         changes directory
 *   -o FD PATH     opens PATH for reading as descriptor FD
 *   -d PATH        removes the file or empty directory
 *   -m ADDRESS HEX puts bytes at a fixed address; nothing is mapped behind the last page they touch
 *   -s FD KIND     makes a socket: 4u 4t 6u 6t IPv4 and IPv6 UDP and TCP, r raw ICMP, m MPTCP, x Unix
 *   -l FD          binds the IPv4 socket to a free loopback port and listens; tells the port
 *   -t             starts a second thread; tells its number
 *   -i             tells its own number
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <signal.h>
#include <unistd.h>

static char told[256];

static void tell(long number)
{
    char word[32];
    snprintf(word, sizeof word, " %ld", number);
    strcat(told, word);
}

static void need(int holds, const char *what)
{
    if (!holds) {
        perror(what);
        exit(3);
    }
}

static void put(const char *address, const char *hex)
{
    unsigned long at = strtoul(address, NULL, 0);
    unsigned long length = strlen(hex) / 2;
    unsigned long first = at & ~4095UL;
    unsigned long end = (at + length + 4095) & ~4095UL;
    char *pages = mmap((void *)first, end - first, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
    need(pages == (char *)first, "mmap");
    for (unsigned long i = 0; i < length; i++) {
        unsigned int byte;
        need(sscanf(hex + 2 * i, "%2x", &byte) == 1, "hex");
        ((unsigned char *)at)[i] = (unsigned char)byte;
    }
}

static int make_socket(const char *kind)
{
    int family = kind[0] == '4' ? AF_INET : AF_INET6;
    if (kind[0] == 'r')
        return socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
    if (kind[0] == 'm')
        return socket(AF_INET, SOCK_STREAM, 262);
    if (kind[0] == 'x')
        return socket(AF_UNIX, SOCK_STREAM, 0);
    return socket(family, kind[1] == 'u' ? SOCK_DGRAM : SOCK_STREAM, 0);
}

static void listen_on(int fd)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof address;
    need(bind(fd, (struct sockaddr *)&address, sizeof address) == 0, "bind");
    need(listen(fd, 1) == 0, "listen");
    need(getsockname(fd, (struct sockaddr *)&address, &length) == 0, "getsockname");
    tell(ntohs(address.sin_port));
}

static void move_to(int fd, int wanted)
{
    need(fd >= 0, "descriptor");
    need(dup2(fd, wanted) == wanted, "dup2");
    if (fd != wanted)
        close(fd);
}

static pthread_barrier_t started;
static long second;

static void *run_thread(void *unused)
{
    (void)unused;
    second = syscall(SYS_gettid);
    pthread_barrier_wait(&started);
    for (;;)
        pause();
    return NULL;
}

static void start_thread(void)
{
    pthread_t thread;
    pthread_barrier_init(&started, NULL, 2);
    need(pthread_create(&thread, NULL, run_thread, NULL) == 0, "pthread_create");
    pthread_barrier_wait(&started);
    tell(second);
}

static void enter_pid_namespace(void)
{
    need(unshare(CLONE_NEWPID | CLONE_NEWNS) == 0, "unshare");
    pid_t child = fork();
    need(child >= 0, "fork");
    if (child > 0) {
        int status;
        waitpid(child, &status, 0);
        exit(WIFEXITED(status) ? WEXITSTATUS(status) : 4);
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    need(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0, "private");
    need(mount("proc", "/proc", "proc", 0, NULL) == 0, "proc");
}

int main(int count, char **words)
{
    for (int i = 1; i < count; i++) {
        switch (words[i][1]) {
        case 'r':
            need(chroot(words[++i]) == 0, "chroot");
            break;
        case 'u':
            need(unshare(CLONE_NEWNS) == 0, "unshare");
            need(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0, "private");
            break;
        case 'p':
            enter_pid_namespace();
            break;
        case 'b':
            need(mount(words[i + 1], words[i + 2], NULL, MS_BIND, NULL) == 0, "bind");
            i += 2;
            break;
        case 'c':
            need(chdir(words[++i]) == 0, "chdir");
            break;
        case 'o':
            move_to(open(words[i + 2], O_RDONLY), atoi(words[i + 1]));
            i += 2;
            break;
        case 'd':
            need(remove(words[++i]) == 0, "remove");
            break;
        case 'm':
            put(words[i + 1], words[i + 2]);
            i += 2;
            break;
        case 's':
            move_to(make_socket(words[i + 2]), atoi(words[i + 1]));
            i += 2;
            break;
        case 'l':
            listen_on(atoi(words[++i]));
            break;
        case 't':
            start_thread();
            break;
        case 'i':
            tell(getpid());
            break;
        }
    }
    printf("ready%s\n", told);
    fflush(stdout);
    char byte;
    while (read(0, &byte, 1) > 0) {
    }
    return 0;
}
