/* The least that a supervisor by user notification can do, as a floor to compare with: it starts a command whose openat calls
 * notify, and for each of them receives, reads the path string, checks that the caller still waits, and continues. With
 * --resolve it also asks the kernel which file the path names, as every supervisor must that is not to be fooled by a link.
 * Usage: floor [--resolve] CMD... */
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/openat2.h>
#include <linux/seccomp.h>
#include <setjmp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef SECCOMP_IOCTL_NOTIF_SET_FLAGS
#define SECCOMP_IOCTL_NOTIF_SET_FLAGS SECCOMP_IOW(4, uint64_t)
#define SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP 1UL
#endif

static int install(void)
{
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof code / sizeof *code, code};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return -1;
    return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
}

/* In the child, the descriptor number goes up a pipe; the parent duplicates the descriptor by pidfd, so nothing filtered is called. */
static int take_listener(pid_t child, int number)
{
    int process = (int)syscall(SYS_pidfd_open, child, 0);
    return process < 0 ? -1 : (int)syscall(SYS_pidfd_getfd, process, number, 0);
}

static long read_string(pid_t pid, uint64_t address, char *buffer, size_t size)
{
    size_t page = 4096 - (address & 4095);
    struct iovec mine = {buffer, page < size ? page : size};
    struct iovec theirs = {(void *)(uintptr_t)address, mine.iov_len};
    long got = process_vm_readv(pid, &mine, 1, &theirs, 1, 0);
    if (got > 0 && !memchr(buffer, 0, got) && (size_t)got < size) {
        mine = (struct iovec){buffer + got, size - got};
        theirs = (struct iovec){(void *)(uintptr_t)(address + got), mine.iov_len};
        process_vm_readv(pid, &mine, 1, &theirs, 1, 0);
    }
    return got;
}

static int resolving;

/* The file's identity, held while it is asked for. */
static void resolve(const char *path)
{
    struct open_how how = {.flags = O_PATH | O_CLOEXEC, .resolve = RESOLVE_NO_SYMLINKS};
    struct statx found;
    int fd = (int)syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof how);
    if (fd < 0)
        return;
    statx(fd, "", AT_EMPTY_PATH, STATX_TYPE | STATX_INO, &found);
    close(fd);
}

static sigjmp_buf over;
static volatile long served;

/* RECV would block for ever once the last task is gone: the end of the command leaves the loop from wherever it is. */
static void child_ended(int signal_number)
{
    (void)signal_number;
    siglongjmp(over, 1);
}

static void serve(int listener)
{
    static char path[4096];
    struct seccomp_notif request;
    struct seccomp_notif_resp response;
    for (;;) {
        memset(&request, 0, sizeof request);
        if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &request) != 0)
            continue;
        read_string(request.pid, request.data.args[1], path, sizeof path);
        if (ioctl(listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &request.id) != 0)
            continue;
        if (resolving)
            resolve(path);
        memset(&response, 0, sizeof response);
        response.id = request.id;
        response.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
        ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &response);
        served++;
    }
}

static int child_main(char **command, int up, int down)
{
    char go;
    int number = install();
    if (number < 0 || write(up, &number, sizeof number) != sizeof number || read(down, &go, 1) != 1)
        return 125;
    close(number);
    close(up);
    close(down);
    execvp(command[0], command);
    return 127;
}

int main(int argc, char **argv)
{
    int up[2], down[2], number = -1, status = 0;
    if (argc > 1 && strcmp(argv[1], "--resolve") == 0) {
        resolving = 1;
        argv++;
        argc--;
    }
    if (argc < 2 || pipe2(up, O_CLOEXEC) != 0 || pipe2(down, O_CLOEXEC) != 0)
        return 2;
    pid_t child = fork();
    if (child == 0)
        _exit(child_main(argv + 1, up[1], down[0]));
    if (read(up[0], &number, sizeof number) != sizeof number)
        return 125;
    int listener = take_listener(child, number);
    if (listener < 0) {
        perror("listener");
        return 125;
    }
    int synchronous = ioctl(listener, SECCOMP_IOCTL_NOTIF_SET_FLAGS, SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP) == 0;
    if (sigsetjmp(over, 1) == 0) {
        signal(SIGCHLD, child_ended);
        if (write(down[1], "", 1) != 1)
            return 125;
        serve(listener);
    }
    waitpid(child, &status, 0);
    fprintf(stderr, "floor: %ld served, wake-up %s\n", served, synchronous ? "synchronous" : "plain");
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
