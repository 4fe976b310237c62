/**
 * Seccomp filters without the kernel: an assembler with labels for the classic BPF that seccomp takes, its text form,
 * the kernel's acceptance rules, an interpreter, and the compiler from rules about system calls to one program.
 *
 * <p>The way of a filter: {@link io.shrike.linux.seccomp.FilterRule} to {@link
 * io.shrike.linux.seccomp.FilterCompiler} to {@link io.shrike.linux.seccomp.BpfProgram}, whose bytes the kernel takes.
 */
package io.shrike.linux.seccomp;
