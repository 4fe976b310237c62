/** Constants and struct layouts of the kernel's interface, one class per header, in the kernel's spelling. */
package io.shrike.linux.abi;
