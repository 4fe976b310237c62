/**
 * Calls into the kernel: every call returns its value, or the negated errno; nothing here throws for a failed call.
 *
 * <p>The only package that links native functions. The errno of a call is captured with the call itself into memory of the
 * calling thread, so it cannot be overwritten by the virtual machine. Buffers are {@link io.shrike.linux.libc.NativeBuffer}.
 */
package io.shrike.linux.libc;
