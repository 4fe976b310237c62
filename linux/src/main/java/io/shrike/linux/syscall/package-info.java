/**
 * System calls by name and number, for every ABI that a watched program can use.
 *
 * <p>A <em>kernel name</em> is what the header of one ABI says ({@code chown32}); a <em>generic name</em> is what the
 * 64-bit ABIs call the same thing ({@code chown}); a <em>family</em> is what a person means by a name ({@code chown}
 * stands for {@code fchownat} too). The numbers, the variants and the families are resource files that name the kernel
 * header they follow.
 */
package io.shrike.linux.syscall;
