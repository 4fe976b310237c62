/* Entry from the kernel, and the memory functions that compilers expect to find. */
#include "shim.h"

#if defined(__x86_64__)
__asm__(".text\n.global _start\n.type _start, %function\n_start:\n"
        "    xor %ebp, %ebp\n"
        "    mov %rsp, %rdi\n"
        "    and $-16, %rsp\n"
        "    call start_from_stack\n");
#elif defined(__aarch64__)
__asm__(".text\n.global _start\n.type _start, %function\n_start:\n"
        "    mov x29, #0\n"
        "    mov x30, #0\n"
        "    mov x0, sp\n"
        "    bl start_from_stack\n");
#endif

/* The kernel leaves on the stack: argc, argv[0..argc-1], NULL, envp[0..], NULL, the auxiliary vector. */
__attribute__((noreturn, used)) void start_from_stack(long *stack);
void start_from_stack(long *stack)
{
    int count = (int)stack[0];
    char **arguments = (char **)(stack + 1);
    sys_exit_group(shim_main(count, arguments, arguments + count + 1));
}

/* volatile keeps the compiler from turning these loops into calls to themselves. */
void *memcpy(void *to, const void *from, unsigned long count)
{
    volatile char *target = to;
    const char *source = from;
    while (count--)
        *target++ = *source++;
    return to;
}

void *memset(void *to, int value, unsigned long count)
{
    volatile char *target = to;
    while (count--)
        *target++ = (char)value;
    return to;
}
