/*
 * Installs filters and makes calls under them. argv[1] holds jobs in native byte order:
 *   job:  uint32 instructions, struct sock_filter[], uint32 calls, call[]
 *   call: uint32 entry, uint32 nr, uint64 argument[6]
 * entry 0 is the way of this machine's own ABI (and of x32), 1 is int 0x80.
 * Each job runs in a child of its own. For each call a line is printed: what it returned, or "refused ERRNO" where the
 * kernel did not take the filter. A filter may answer every call, so the child reports through shared memory and ends by
 * a trap.
 */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

struct call {
    uint32_t entry;
    uint32_t nr;
    uint64_t argument[6];
};

struct result {
    int refused;
    long value[4096];
};

#if defined(__x86_64__)
static long own(const struct call *call)
{
    long result;
    register uint64_t r10 __asm__("r10") = call->argument[3];
    register uint64_t r8 __asm__("r8") = call->argument[4];
    register uint64_t r9 __asm__("r9") = call->argument[5];
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"((uint64_t)call->nr), "D"(call->argument[0]), "S"(call->argument[1]), "d"(call->argument[2]),
                       "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
}

/* The sixth argument is the frame pointer's register and stays what it is. */
static long int80(const struct call *call)
{
    long result;
    __asm__ volatile("int $0x80"
                     : "=a"(result)
                     : "a"((uint64_t)call->nr), "b"(call->argument[0]), "c"(call->argument[1]), "d"(call->argument[2]),
                       "S"(call->argument[3]), "D"(call->argument[4])
                     : "r8", "r9", "r10", "r11", "memory");
    return (int)result;
}
#elif defined(__aarch64__)
static long own(const struct call *call)
{
    register uint64_t x8 __asm__("x8") = call->nr;
    register uint64_t x0 __asm__("x0") = call->argument[0];
    register uint64_t x1 __asm__("x1") = call->argument[1];
    register uint64_t x2 __asm__("x2") = call->argument[2];
    register uint64_t x3 __asm__("x3") = call->argument[3];
    register uint64_t x4 __asm__("x4") = call->argument[4];
    register uint64_t x5 __asm__("x5") = call->argument[5];
    __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
    return (long)x0;
}

static long int80(const struct call *call)
{
    (void)call;
    return -ENOSYS;
}
#endif

static void must(int ok, const char *what)
{
    if (!ok) {
        perror(what);
        exit(2);
    }
}

static void child(struct sock_fprog *program, const struct call *calls, uint32_t count, struct result *result)
{
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    must(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0, "PR_SET_NO_NEW_PRIVS");
    if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, program) != 0) {
        result->refused = errno;
        _exit(0);
    }
    for (uint32_t index = 0; index < count; index++)
        result->value[index] = calls[index].entry == 0 ? own(&calls[index]) : int80(&calls[index]);
    result->refused = 0;
    __builtin_trap();
}

static void run(struct sock_fprog *program, const struct call *calls, uint32_t count, struct result *result)
{
    result->refused = -1;
    pid_t pid = fork();
    must(pid >= 0, "fork");
    if (pid == 0)
        child(program, calls, count, result);
    must(waitpid(pid, NULL, 0) == pid, "waitpid");
    for (uint32_t index = 0; index < count; index++) {
        if (result->refused != 0)
            printf("refused %d\n", result->refused);
        else
            printf("%ld\n", result->value[index]);
    }
}

static void *take(FILE *file, size_t size)
{
    void *bytes = malloc(size ? size : 1);
    must(bytes != NULL && fread(bytes, 1, size, file) == size, "short file of jobs");
    return bytes;
}

int main(int argc, char **argv)
{
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    must(file != NULL, "file of jobs");
    struct result *result =
        mmap(NULL, sizeof *result, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    must(result != MAP_FAILED, "mmap");
    uint32_t length;
    while (fread(&length, sizeof length, 1, file) == 1) {
        struct sock_filter *filter = take(file, length * sizeof *filter);
        uint32_t *count = take(file, sizeof *count);
        struct call *calls = take(file, *count * sizeof *calls);
        must(*count <= sizeof result->value / sizeof *result->value, "too many calls");
        struct sock_fprog program = {.len = length, .filter = filter};
        fflush(stdout);
        run(&program, calls, *count, result);
        free(calls);
        free(count);
        free(filter);
    }
    return 0;
}
