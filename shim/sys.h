/*
 * The kernel as C functions: value or -errno, never a global errno. No libc is used or needed; everything comes from
 * the kernel's own headers. Only x86_64 and aarch64 are known here.
 */
#ifndef SHRIKE_SYS_H
#define SHRIKE_SYS_H

#include <asm/unistd.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/types.h>

#define NULL ((void *)0)

typedef __u8 u8;
typedef __u32 u32;
typedef __s32 s32;
typedef __u64 u64;
typedef __s64 s64;

/* Provided by start.c because compilers emit calls to them even in freestanding code. */
void *memcpy(void *to, const void *from, unsigned long count);
void *memset(void *to, int value, unsigned long count);

#if defined(__x86_64__)
static inline long sys6(long number, long a, long b, long c, long d, long e, long f)
{
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = e;
    register long r9 __asm__("r9") = f;
    long result;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
}
#elif defined(__aarch64__)
static inline long sys6(long number, long a, long b, long c, long d, long e, long f)
{
    register long x8 __asm__("x8") = number;
    register long x0 __asm__("x0") = a;
    register long x1 __asm__("x1") = b;
    register long x2 __asm__("x2") = c;
    register long x3 __asm__("x3") = d;
    register long x4 __asm__("x4") = e;
    register long x5 __asm__("x5") = f;
    __asm__ volatile("svc 0"
                     : "+r"(x0)
                     : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
                     : "memory");
    return x0;
}
#else
#error "shrike-shim knows x86_64 and aarch64 only"
#endif

#define SYS(name, a, b, c, d, e, f) \
    sys6(__NR_##name, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))

static inline long sys_read(int fd, void *to, unsigned long count) { return SYS(read, fd, to, count, 0, 0, 0); }
static inline long sys_write(int fd, const void *from, unsigned long count) { return SYS(write, fd, from, count, 0, 0, 0); }
static inline long sys_open(const char *path, int flags) { return SYS(openat, AT_FDCWD, path, flags | O_CLOEXEC, 0, 0, 0); }
static inline long sys_close(int fd) { return SYS(close, fd, 0, 0, 0, 0, 0); }
static inline long sys_getpid(void) { return SYS(getpid, 0, 0, 0, 0, 0, 0); }
static inline long sys_getppid(void) { return SYS(getppid, 0, 0, 0, 0, 0, 0); }
static inline long sys_setsid(void) { return SYS(setsid, 0, 0, 0, 0, 0, 0); }
static inline long sys_kill(int pid, int number) { return SYS(kill, pid, number, 0, 0, 0, 0); }
static inline long sys_ioctl(int fd, unsigned long request, void *argument) { return SYS(ioctl, fd, request, argument, 0, 0, 0); }
static inline long sys_prctl(int option, unsigned long value) { return SYS(prctl, option, value, 0, 0, 0, 0); }

/* fork(2) plus flags, which may share the descriptor table: the child runs on its own copy of the stack. */
static inline long sys_fork(unsigned long flags) { return SYS(clone, flags | 17 /* SIGCHLD */, 0, 0, 0, 0, 0); }

static inline long sys_execve(const char *path, char *const *arguments, char *const *environment)
{
    return SYS(execve, path, arguments, environment, 0, 0, 0);
}

static inline long sys_wait4(int pid, int *status, int options) { return SYS(wait4, pid, status, options, 0, 0, 0); }

/* Ends the whole process. */
__attribute__((noreturn)) static inline void sys_exit_group(int code)
{
    for (;;)
        SYS(exit_group, code, 0, 0, 0, 0, 0);
}

/* Ends this task by exit(2), the one way out that no filter may notify. */
__attribute__((noreturn)) static inline void sys_exit(int code)
{
    for (;;)
        SYS(exit, code, 0, 0, 0, 0, 0);
}

#endif
