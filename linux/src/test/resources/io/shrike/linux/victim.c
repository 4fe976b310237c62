/*
 * A program under a filter that notifies of every openat.
 *
 * victim SOCKET COMMAND... : sends the listener over the socket descriptor, then obeys one letter after the other.
 *   o PATH   opens it, with junk in the high half of the first argument; sends {int result, int errno}
 *   c PATH   opens it and sends the first byte read, as {int byte, 0}
 *   s N PATH opens and closes it N times; sends {0, 0}
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static int install(void)
{
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_openat, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {.len = sizeof code / sizeof code[0], .filter = code};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        return -1;
    return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
}

static int hand_over(int socket, int listener)
{
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(sizeof(int))];
    } control;
    char text = 'L';
    struct iovec data = {&text, 1};
    struct msghdr message = {
        .msg_iov = &data, .msg_iovlen = 1, .msg_control = control.room, .msg_controllen = sizeof control.room};
    memset(&control, 0, sizeof control);
    control.header.cmsg_level = SOL_SOCKET;
    control.header.cmsg_type = SCM_RIGHTS;
    control.header.cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(&control.header), &listener, sizeof listener);
    return sendmsg(socket, &message, MSG_NOSIGNAL) == 1 ? close(listener) : -1;
}

static int open_with_junk(const char *path)
{
    unsigned long directory = 0xdeadbeef00000000UL | (unsigned int)AT_FDCWD;
    return (int)syscall(SYS_openat, directory, path, O_RDONLY | O_CLOEXEC, 0L);
}

static int tell(int socket, int result, int error)
{
    int message[2] = {result, error};
    return send(socket, message, sizeof message, MSG_NOSIGNAL) == sizeof message ? 0 : -1;
}

static int first_byte(const char *path)
{
    unsigned char byte = 0;
    int fd = open_with_junk(path);
    return fd >= 0 && read(fd, &byte, 1) == 1 ? byte : -1;
}

int main(int count, char **words)
{
    int socket = atoi(words[1]);
    int listener = install();
    if (listener < 0 || hand_over(socket, listener))
        return 3;
    for (int i = 2; i + 1 < count; i += 2) {
        int result = 0;
        errno = 0;
        switch (words[i][0]) {
        case 'o':
            result = open_with_junk(words[i + 1]);
            break;
        case 'c':
            result = first_byte(words[i + 1]);
            break;
        case 's':
            for (int left = atoi(words[i + 1]); left > 0; left--)
                close(open_with_junk(words[i + 2]));
            i++;
            break;
        }
        if (tell(socket, result, result < 0 ? errno : 0))
            return 4;
    }
    return 0;
}
