/*
 * A sensor that only answers, or misbehaves as told:
 *   fake-sensor [--log FILE] [--loss N] [--drain MILLIS] [--killable] [--page] [--stdout] [--startup-timeout S] [--fail-closed] [--listen PATH] MODE [NUMBER]
 * --listen PATH waits up to 5 s for the shim to connect there; it removes what it finds at the path.
 * --killable asks for WAIT_KILLABLE_RECV, --page receives into the pending page, --stdout asks for standard output, writes a line to
 * it and closes it. It notifies execve and openat. MODE:
 *   serve            continues every call, and says DRAINED in the end
 *   deny             fails openat of /etc/hostname with EPERM
 *   die-first N      exits with code N before FILTER          die-filter    exits after FILTER
 *   die-listener     exits after LISTENER                     refuse N      says REFUSED N
 *   hang             says nothing                             hang-listener says nothing after LISTENER
 *   die-between N    is killed after N answers                die-within N  is killed after N answers and one RECV
 *   garbage          sends an unknown type                    short         sends 4 bytes
 *   lying-count      FILTER whose count disagrees             bad-program   FILTER that the kernel refuses
 *   early-ready      READY before FILTER                      never-drained does not say DRAINED
 *   slow-drained N   says DRAINED N ms after ENDED            close-socket  closes its socket after 100 answers, lives on
 *   stall N          answers nothing for 3 s after N answers (with --page)
 *   die-ended        exits after ENDED                        complain N    says so on stdout and exits with code N
 */
#define _GNU_SOURCE
#include "protocol.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#if defined(__x86_64__)
#define NATIVE_ARCH AUDIT_ARCH_X86_64
#else
#define NATIVE_ARCH AUDIT_ARCH_AARCH64
#endif

static const char *mode = "serve";
static long number;
static FILE *log_file;
static int control;
static int listener = -1;
static int use_page;
static struct pending_slot *page;
static long answers;
static const char *listen_path;
static unsigned filter_flags, loss, drain = 2000;

static int is(const char *name) { return !strcmp(mode, name); }

static void send_message(unsigned type, const void *payload, unsigned length)
{
    struct message_header header = {type, length};
    struct iovec vectors[] = {{&header, sizeof header}, {(void *)payload, length}};
    if (writev(control, vectors, 2) < 0)
        perror("fake-sensor: writev");
}

static void send_filter(void)
{
    struct sock_filter program[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, NATIVE_ARCH, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_execve, 2, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
    };
    char buffer[sizeof(struct message_filter) + sizeof program];
    struct message_filter *filter = (void *)buffer;
    if (is("bad-program"))
        program[5].code = 0xffff;
    filter->flags = filter_flags;
    filter->drain_timeout_millis = drain;
    filter->on_sensor_loss = loss;
    memset(filter->digest, 1, sizeof filter->digest);
    filter->count = sizeof program / sizeof program[0] + (is("lying-count") ? 1 : 0);
    memcpy(filter->program, program, sizeof program);
    send_message(MESSAGE_FILTER, buffer, sizeof buffer);
}

/* Receives one message of the shim; returns its type, 0 at the end. */
static unsigned receive(void)
{
    struct { struct message_header header; unsigned words[8]; } body;
    union { char room[CMSG_SPACE(3 * sizeof(int))]; struct cmsghdr align; } rights;
    struct iovec vector = {&body, sizeof body};
    struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1, .msg_control = &rights, .msg_controllen = sizeof rights};
    ssize_t length = recvmsg(control, &message, MSG_CMSG_CLOEXEC);
    if (length <= 0)
        return 0;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (header && header->cmsg_type == SCM_RIGHTS) {
        int descriptors[3] = {-1, -1, -1};
        int count = (int)((header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
        memcpy(descriptors, CMSG_DATA(header), header->cmsg_len - CMSG_LEN(0));
        listener = descriptors[0];
        if (use_page)
            page = mmap(NULL, PENDING_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, descriptors[1], 0);
        fprintf(log_file, "rights %d\n", count);
        if (body.words[2] & LISTENER_HAS_STDOUT)
            dprintf(descriptors[count - 1], "of the sensor\n"), close(descriptors[count - 1]);
    }
    fprintf(log_file, "message %u", body.header.type);
    for (unsigned i = 0; i < body.header.length / 4; i++)
        fprintf(log_file, " %u", body.words[i]);
    fprintf(log_file, "\n");
    fflush(log_file);
    return body.header.type;
}

static int is_hostname(struct seccomp_notif *request)
{
    char path[32] = "";
    struct iovec local = {path, sizeof path - 1};
    struct iovec remote = {(void *)(unsigned long)request->data.args[1], sizeof path - 1};
    return syscall(SYS_process_vm_readv, request->pid, &local, 1, &remote, 1, 0) > 0 && !strncmp(path, "/etc/hostname", 13);
}

static void answer(void)
{
    static struct seccomp_notif buffer;
    struct seccomp_notif *request = page ? (void *)&page[answers % PENDING_SLOTS] : &buffer;
    struct seccomp_notif_resp response = {.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE};
    if (answers == number && is("die-between"))
        raise(SIGKILL);
    memset(request, 0, sizeof *request);
    if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, request) < 0)
        return;
    if (!answers)
        fprintf(log_file, "first %s\n", request->data.nr == SYS_execve ? "execve" : "other"), fflush(log_file);
    if (answers == number && is("die-within"))
        raise(SIGKILL);
    if (page)
        page[0].progress++;
    if (answers == number && is("stall"))
        sleep(3);
    response.id = request->id;
    if (is("deny") && request->data.nr == SYS_openat && is_hostname(request)) {
        response.flags = 0;
        response.error = -EPERM;
    }
    ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &response);
    if (++answers == 100 && is("close-socket")) {
        close(control);
        for (;;)
            pause();
    }
}

static void serve(void)
{
    while (control >= 0 || listener >= 0) { /* descendants of CMD may outlive the shim */
        struct pollfd set[] = {{control, POLLIN, 0}, {listener, POLLIN, 0}};
        poll(set, 2, -1);
        if (set[1].revents & POLLIN)
            answer();
        else if (set[1].revents)
            listener = -1;
        if (!set[0].revents)
            continue;
        unsigned type = receive();
        if (is("die-ended"))
            exit(0);
        if (type == 0) {
            control = -1;
            continue;
        }
        if (is("never-drained"))
            continue;
        if (is("slow-drained"))
            usleep(number * 1000);
        fprintf(log_file, "answers %ld\n", answers);
        fflush(log_file);
        send_message(MESSAGE_DRAINED, NULL, 0);
    }
}

static void parse(int count, char **words)
{
    log_file = fmemopen(NULL, 65536, "w"); /* an empty root has no /dev/null */
    for (int i = 1; i < count; i++) {
        if (!strcmp(words[i], "--log"))
            log_file = fopen(words[++i], "we");
        else if (!strcmp(words[i], "--listen"))
            listen_path = words[++i];
        else if (!strcmp(words[i], "--loss"))
            loss = atoi(words[++i]);
        else if (!strcmp(words[i], "--drain"))
            drain = atoi(words[++i]);
        else if (!strcmp(words[i], "--killable"))
            filter_flags |= FILTER_WAIT_KILLABLE;
        else if (!strcmp(words[i], "--page"))
            use_page = 1;
        else if (!strcmp(words[i], "--stdout"))
            filter_flags |= FILTER_WANTS_STDOUT;
        else if (!strcmp(words[i], "--startup-timeout"))
            i++;
        else if (words[i][0] >= '0' && words[i][0] <= '9')
            number = atol(words[i]);
        else if (words[i][0] != '-')
            mode = words[i];
    }
}

static void wait_for_shim(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_SEQPACKET, 0);
    strncpy(address.sun_path, listen_path, sizeof address.sun_path - 1);
    unlink(listen_path);
    if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0 || listen(fd, 1) < 0)
        perror("fake-sensor: listen");
    alarm(5);
    control = accept(fd, NULL, NULL);
    alarm(0);
}

int main(int count, char **words)
{
    const char *name = getenv("SHRIKE_CONTROL_FD");
    parse(count, words);
    control = name ? atoi(name) : -1;
    if (listen_path)
        wait_for_shim();
    fprintf(log_file, "leader %d\n", getsid(0) == getpid());
    for (char **variable = environ; *variable; variable++)
        fprintf(log_file, "environment %s\n", *variable);
    char directory[4096];
    fprintf(log_file, "directory %s\n", getcwd(directory, sizeof directory) ? directory : "lost");
    for (int fd = 0; fd < 1024; fd++)
        if (fd != fileno(log_file) && fcntl(fd, F_GETFD) >= 0)
            fprintf(log_file, "descriptor %d\n", fd);
    fflush(log_file);
    if (is("complain"))
        puts("fake-sensor: cannot start");
    if (is("die-first") || is("complain"))
        exit(number);
    if (is("hang"))
        pause();
    if (is("refuse")) {
        unsigned code = number;
        fprintf(stderr, "fake-sensor: refused\n");
        send_message(MESSAGE_REFUSED, &code, sizeof code);
        exit(number);
    }
    if (is("garbage"))
        send_message(99, "????", 4);
    if (is("short") && write(control, "????", 4) < 0)
        perror("fake-sensor: write");
    if (is("early-ready"))
        send_message(MESSAGE_READY, NULL, 0);
    send_filter();
    if (is("die-filter"))
        exit(3);
    if (receive() == MESSAGE_LISTENER) {
        if (is("die-listener"))
            exit(3);
        if (is("hang-listener"))
            pause();
        send_message(MESSAGE_READY, NULL, 0);
    } else {
        send_message(MESSAGE_DRAINED, NULL, 0);
    }
    serve();
}
