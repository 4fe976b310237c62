/*
 * Puts the filter into a process that runs already: one of its threads is halted by ptrace and made to call seccomp(2), which
 * gives the filter to all its threads; then it goes on where it was. The listener is taken out of the process by
 * pidfd_getfd(2). If this process is killed in that millisecond, the other one does not survive it.
 */
#include "shim.h"

#include <linux/elf.h>
#include <linux/filter.h>
#include <linux/mman.h>
#include <linux/prctl.h>
#include <linux/ptrace.h>
#include <linux/seccomp.h>
#include <linux/uio.h>
#include <linux/wait.h>

#ifndef SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
#define SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV (1UL << 5)
#endif

#define SYSCALL_STOP (SIGTRAP | 0x80)
#define ERESTARTNOHAND 514 /* include/linux/errno.h of the kernel */
#define HALT_MILLIS 2000
#define ALL_SIGNALS (~0ull)

#if defined(__x86_64__)
/* struct user_regs_struct of sys/user.h */
struct registers {
    u64 r15, r14, r13, r12, rbp, rbx, r11, r10, r9, r8, rax, rcx, rdx, rsi, rdi, orig_rax, rip, cs, eflags, rsp, ss, fs_base,
        gs_base, ds, es, fs, gs;
};
static const u8 instruction[] = {0x0f, 0x05};
#define STEP 1

static void prepare_call(struct registers *r, u64 at, long number, const u64 *a)
{
    r->orig_rax = ~0ull; /* whatever call was interrupted is made again by its own registers, not by these */
    r->rax = (u64)number;
    r->rip = at;
    r->rdi = a[0], r->rsi = a[1], r->rdx = a[2], r->r10 = a[3], r->r8 = a[4], r->r9 = a[5];
}
static long result_of(const struct registers *r) { return (long)r->rax; }

/*
 * The kernel makes most calls again that the halt interrupted. These end with EINTR instead, for which a program that expects no
 * signal is not prepared; they use nothing up, and are made again, unless a signal of the program's own has a handler.
 */
static void make_again(struct registers *r)
{
    static const __u16 calls[] = {
        __NR_epoll_wait,   __NR_epoll_pwait,  __NR_recvfrom, __NR_recvmsg,         __NR_recvmmsg,     __NR_sendto, __NR_sendmsg,
        __NR_sendmmsg,     __NR_accept,       __NR_accept4,  __NR_connect,         __NR_read,         __NR_readv,  __NR_write,
        __NR_writev,       __NR_semop,        __NR_semtimedop, __NR_rt_sigtimedwait, __NR_io_getevents, 441 /* epoll_pwait2 */,
        333 /* io_pgetevents */, 426 /* io_uring_enter */,
    };
    for (unsigned i = 0; i < sizeof calls / sizeof calls[0]; i++)
        if ((s64)r->rax == -EINTR && r->orig_rax == calls[i])
            r->rax = (u64)-ERESTARTNOHAND;
}
#elif defined(__aarch64__)
/* struct user_pt_regs of asm/ptrace.h */
struct registers {
    u64 x[31], sp, pc, pstate;
};
static const u8 instruction[] = {0x01, 0x00, 0x00, 0xd4}; /* svc 0 */
#define STEP 4

static void prepare_call(struct registers *r, u64 at, long number, const u64 *a)
{
    r->pc = at;
    r->x[8] = (u64)number;
    for (int i = 0; i < 6; i++)
        r->x[i] = a[i];
}
static long result_of(const struct registers *r) { return (long)r->x[0]; }

/* The kernel has looked at the result before the halt, and moved back what it makes again. */
static void make_again(struct registers *r) { (void)r; }
#endif

struct target {
    int pid;
    int tid; /* the thread that is halted */
    u64 instruction;
    struct registers saved;
    u64 mask;
    long pidfd;
    int stopped; /* a SIGSTOP came meanwhile */
};

static long move_registers(struct target *target, long request, struct registers *registers)
{
    struct iovec vector = {registers, sizeof *registers};
    long error = SYS(ptrace, request, target->tid, NT_PRSTATUS, &vector, 0, 0);
    return !error && vector.iov_len != sizeof *registers ? -ENOEXEC : error; /* a 32-bit program has fewer */
}

static int is_halt(int status) { return status >> 16 == PTRACE_EVENT_STOP; }

static void rest(void)
{
    struct { s64 seconds, nanoseconds; } millisecond = {0, 1000000};
    SYS(nanosleep, &millisecond, NULL, 0, 0, 0, 0);
}

/* Waits for the halt that PTRACE_INTERRUPT brings; signals that come first are handed on. */
static long await_halt(struct target *target, u64 deadline)
{
    while (now_millis() < deadline) {
        int status;
        long found = sys_wait4(target->tid, &status, WNOHANG | __WALL);
        if (found == 0) {
            rest();
            continue;
        }
        if (found < 0 || (status & 0xff) != 0x7f)
            return -ESRCH;
        if (is_halt(status))
            return 0;
        int number = status >> 8 & 0xff;
        SYS(ptrace, PTRACE_CONT, target->tid, 0, number == SYSCALL_STOP ? 0 : number, 0, 0);
    }
    return -ETIMEDOUT;
}

static long await_call_stop(struct target *target)
{
    for (;;) {
        int status;
        long found = sys_wait4(target->tid, &status, __WALL);
        if (found < 0 || (status & 0xff) != 0x7f)
            return -ESRCH;
        if ((status >> 8) == SYSCALL_STOP)
            return 0;
        /* All signals are blocked; what stops it all the same is SIGSTOP, or a stop of the group, which waits until the end. */
        target->stopped |= status >> 8 == SIGSTOP;
        SYS(ptrace, PTRACE_SYSCALL, target->tid, 0, 0, 0, 0);
    }
}

/* Has the halted thread make a call; its result, or -errno. */
static long remote_call(struct target *target, long number, u64 a, u64 b, u64 c, u64 d, u64 e, u64 f)
{
    const u64 arguments[] = {a, b, c, d, e, f};
    struct registers registers = target->saved;
    prepare_call(&registers, target->instruction, number, arguments);
    long error = move_registers(target, PTRACE_SETREGSET, &registers);
    for (int stop = 0; !error && stop < 2; stop++) { /* at its entry and at its exit */
        error = SYS(ptrace, PTRACE_SYSCALL, target->tid, 0, 0, 0, 0);
        if (!error)
            error = await_call_stop(target);
    }
    if (!error)
        error = move_registers(target, PTRACE_GETREGSET, &registers);
    return error ? error : result_of(&registers);
}

static long copy(struct target *target, long (*direction)(struct target *, struct iovec *, struct iovec *), void *here, u64 there,
                 u64 length)
{
    struct iovec local = {here, length}, remote = {(void *)there, length};
    long done = direction(target, &local, &remote);
    return done < 0 ? done : done == (long)length ? 0 : -EFAULT;
}

static long read_from(struct target *target, struct iovec *local, struct iovec *remote)
{
    return SYS(process_vm_readv, target->pid, local, 1, remote, 1, 0);
}

static long write_to(struct target *target, struct iovec *local, struct iovec *remote)
{
    return SYS(process_vm_writev, target->pid, local, 1, remote, 1, 0);
}

static u64 hexadecimal(const char **text)
{
    u64 value = 0;
    for (;; (*text)++) {
        char c = **text;
        int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (digit < 0)
            return value;
        value = value << 4 | (u64)digit;
    }
}

/* The start of the vdso in /proc/PID/maps; every process has it unless its kernel was told otherwise. */
static u64 find_vdso(struct target *target)
{
    static char text[1 << 20];
    static const char name[] = "[vdso]";
    char path[48] = "/proc/";
    const char *pid = decimal(target->pid);
    memcpy(path + 6, pid, text_length(pid));
    memcpy(path + 6 + text_length(pid), "/maps", 6);
    int fd = (int)sys_open(path, O_RDONLY);
    long length = 0, got;
    while (fd >= 0 && length < (long)sizeof text - 1 && (got = sys_read(fd, text + length, sizeof text - 1 - (u64)length)) > 0)
        length += got;
    if (fd >= 0)
        sys_close(fd);
    text[length] = 0;
    for (const char *line = text, *at = text; *at; at++) {
        if (text_starts_with(at, name))
            return hexadecimal(&line);
        if (*at == '\n')
            line = at + 1;
    }
    return 0;
}

static long find_instruction(struct target *target)
{
    static u8 code[8192] __attribute__((aligned(8)));
    u64 start = find_vdso(target);
    for (u64 size = sizeof code; start && size >= 4096; size -= 4096) {
        long error = copy(target, read_from, code, start, size);
        if (error == -EPERM || error == -ENOSYS)
            return error;
        if (error)
            continue;
        for (u64 i = 0; i + sizeof instruction <= size; i += STEP) {
            unsigned same = 0;
            while (same < sizeof instruction && code[i + same] == instruction[same])
                same++;
            if (same == sizeof instruction) {
                target->instruction = start + i;
                return 0;
            }
        }
        return -ENOEXEC;
    }
    return -ENOEXEC;
}

static long install(struct shim *shim, struct target *target, u64 program)
{
    u64 wanted = SECCOMP_FILTER_FLAG_NEW_LISTENER | SECCOMP_FILTER_FLAG_TSYNC | SECCOMP_FILTER_FLAG_TSYNC_ESRCH;
    u64 killable = shim->filter_flags & FILTER_WAIT_KILLABLE ? SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV : 0;
    shim->report.flags = 0;
    long listener = remote_call(target, __NR_seccomp, SECCOMP_SET_MODE_FILTER, wanted | killable, program, 0, 0, 0);
    if (listener == -EINVAL && killable) {
        killable = 0;
        listener = remote_call(target, __NR_seccomp, SECCOMP_SET_MODE_FILTER, wanted, program, 0, 0, 0);
    }
    if (listener == -EACCES && !remote_call(target, __NR_prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0, 0)) {
        shim->report.flags |= LISTENER_NO_NEW_PRIVS;
        listener = remote_call(target, __NR_seccomp, SECCOMP_SET_MODE_FILTER, wanted | killable, program, 0, 0, 0);
    }
    if (killable)
        shim->report.flags |= LISTENER_WAIT_KILLABLE;
    return listener;
}

/* Whether descriptors can be taken out of the process: a filter without its listener would make calls fail for good. */
static long try_fetching(struct target *target)
{
    target->pidfd = SYS(pidfd_open, target->pid, 0, 0, 0, 0, 0);
    long error = target->pidfd < 0 ? target->pidfd : SYS(pidfd_getfd, target->pidfd, 0x7fffffff, 0, 0, 0, 0);
    return error == -EBADF ? 0 : error < 0 ? error : -EBUSY;
}

/* A duplicate of the descriptor for this process; the other one's is closed by itself. */
static long fetch(struct target *target, long theirs)
{
    long ours = SYS(pidfd_getfd, target->pidfd, theirs, 0, 0, 0, 0);
    remote_call(target, __NR_close, (u64)theirs, 0, 0, 0, 0, 0);
    return ours;
}

static long put_filter(struct shim *shim, struct target *target)
{
    static struct { __u16 length, padding[3]; u64 program; } head; /* struct sock_fprog */
    u64 size = shim->filter.len * sizeof(struct sock_filter);
    u64 room = (sizeof head + size + 4095) & ~4095ull;
    long page = remote_call(target, __NR_mmap, 0, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, ~0ull, 0);
    if (page < 0 && page > -4096)
        return page;
    head.length = shim->filter.len;
    head.program = (u64)page + sizeof head;
    long listener = copy(target, write_to, &head, (u64)page, sizeof head);
    if (!listener)
        listener = copy(target, write_to, shim->filter.filter, head.program, size);
    if (!listener)
        listener = install(shim, target, (u64)page);
    long ours = listener < 0 ? listener : fetch(target, listener);
    remote_call(target, __NR_munmap, (u64)page, room, 0, 0, 0, 0);
    return ours;
}

/* Lets the thread go from such a halt as it was found in: there the kernel makes an interrupted call again. */
static void let_go(struct target *target)
{
    SYS(ptrace, PTRACE_INTERRUPT, target->tid, 0, 0, 0, 0);
    SYS(ptrace, PTRACE_CONT, target->tid, 0, 0, 0, 0);
    if (await_halt(target, NEVER)) /* however long it takes: nobody else can give it its registers back */
        return;                    /* it is gone */
    if (target->stopped)
        SYS(tgkill, target->pid, target->tid, SIGSTOP, 0, 0, 0);
    move_registers(target, PTRACE_SETREGSET, &target->saved);
    SYS(ptrace, PTRACE_SETSIGMASK, target->tid, sizeof target->mask, &target->mask, 0, 0);
    SYS(ptrace, PTRACE_DETACH, target->tid, 0, 0, 0, 0);
}

static long into_thread(struct shim *shim, struct target *target)
{
    u64 all = ALL_SIGNALS;
    long error = SYS(ptrace, PTRACE_SEIZE, target->tid, 0, PTRACE_O_TRACESYSGOOD, 0, 0);
    if (!error)
        error = SYS(ptrace, PTRACE_INTERRUPT, target->tid, 0, 0, 0, 0);
    if (!error)
        error = await_halt(target, now_millis() + HALT_MILLIS);
    if (error)
        return error; /* it is let go when this process ends */
    error = move_registers(target, PTRACE_GETREGSET, &target->saved);
    if (!error)
        error = SYS(ptrace, PTRACE_GETSIGMASK, target->tid, sizeof target->mask, &target->mask, 0, 0);
    if (!error)
        error = find_instruction(target);
    if (error) {
        SYS(ptrace, PTRACE_DETACH, target->tid, 0, 0, 0, 0);
        return error;
    }
    make_again(&target->saved);
    SYS(ptrace, PTRACE_SETSIGMASK, target->tid, sizeof all, &all, 0, 0);
    long listener = put_filter(shim, target);
    let_go(target);
    return listener;
}

long inject(struct shim *shim, int pid)
{
    static struct target target;
    target.pid = pid;
    target.tid = pid;
    long listener = try_fetching(&target);
    if (!listener)
        listener = into_thread(shim, &target);
    if (target.pidfd >= 0)
        sys_close((int)target.pidfd);
    return listener;
}
