/** Seccomp: filter programs, and the notifications of a filter's listener. */
package io.shrike.linux.seccomp;
